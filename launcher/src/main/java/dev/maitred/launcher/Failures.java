package dev.maitred.launcher;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** What a person sees when a command fails: the sentence, not the stack; the stack goes to the log. */
final class Failures implements CommandLine.IExecutionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        LOG.debug("The command failed", failure);
        Throwable said = failure;
        while (said.getMessage() == null && said.getCause() != null) {
            said = said.getCause();
        }
        line.getErr().println("maitred: " + (said.getMessage() == null ? said.toString() : said.getMessage()));
        return line.getCommandSpec().exitCodeOnExecutionException();
    }
}
