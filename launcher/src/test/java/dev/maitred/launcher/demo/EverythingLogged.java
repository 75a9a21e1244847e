package dev.maitred.launcher.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;

/** All that is logged, and more of it than anybody has it log, in a file until this is closed. */
public final class EverythingLogged implements AutoCloseable {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final FileAppender<ILoggingEvent> appender = new FileAppender<>();
    private final Path file;
    private final List<Logger> apart;

    public EverythingLogged(Path directory) {
        // As where it runs for good: Spring Boot would set up logging anew, without this file.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        file = directory.resolve("everything.log");
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d %level %logger %msg%n%ex");
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setFile(file.toString());
        appender.start();
        apart = context.getLoggerList().stream()
                .filter(logger -> logger.getName().equals(Logger.ROOT_LOGGER_NAME) || !logger.isAdditive())
                .toList();
        apart.forEach(logger -> logger.addAppender(appender));
        context.getLogger("dev.maitred").setLevel(Level.DEBUG);
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() {
        apart.forEach(logger -> logger.detachAppender(appender));
        appender.stop();
    }
}
