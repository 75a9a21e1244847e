package dev.maitred.launcher.serve;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.logging.LoggingSystem;

/** Everything that is logged while the platform runs, beside its data: at most 4 files of 16 MB. */
final class LogFile implements AutoCloseable {

    static final String NAME = "maitred.log";
    private static final int OLD_FILES = 3;
    private static final long LARGEST_MB = 16;

    private final Path path;
    private final RollingFileAppender<ILoggingEvent> appender;

    private LogFile(Path path, RollingFileAppender<ILoggingEvent> appender) {
        this.path = path;
        this.appender = appender;
    }

    /** @param directory exists */
    static LogFile in(Path directory) {
        // Spring Boot would set up logging anew for each of its applications, without this file.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        Path path = directory.resolve(NAME);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setFile(path.toString());
        appender.setEncoder(encoder(context));

        FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.setFileNamePattern(path + ".%i");
        rolling.setMinIndex(1);
        rolling.setMaxIndex(OLD_FILES);
        rolling.start();
        appender.setRollingPolicy(rolling);

        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(LARGEST_MB * FileSize.MB_COEFFICIENT));
        size.start();
        appender.setTriggeringPolicy(size);

        appender.start();
        ends(context).forEach(logger -> logger.addAppender(appender));
        return new LogFile(path, appender);
    }

    private static PatternLayoutEncoder encoder(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger %msg%n");
        encoder.start();
        return encoder;
    }

    /** The loggers that pass nothing on: the root, and those kept off the console. */
    private static List<Logger> ends(LoggerContext context) {
        return context.getLoggerList().stream()
                .filter(logger -> logger.getName().equals(Logger.ROOT_LOGGER_NAME) || !logger.isAdditive())
                .toList();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        ends(context).forEach(logger -> logger.detachAppender(appender));
        appender.stop();
    }
}
