package dev.maitred.launcher;

import dev.maitred.embedded.EmbeddedException;
import dev.maitred.launcher.running.NotRunningException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * What a person sees when a command fails: the sentence, not the stack; the stack goes to the log. The exit code is 2 when the
 * command could not begin for what the person can mend (a directory, a port, a platform that does not run), else 1.
 */
final class Failures implements CommandLine.IExecutionExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
        LOG.debug("The command failed", failure);
        line.getOut().flush();
        line.getErr().println("maitred: " + sentence(failure));
        line.getErr().flush();
        return failure instanceof EmbeddedException || failure instanceof NotRunningException
                ? line.getCommandSpec().exitCodeOnInvalidInput()
                : line.getCommandSpec().exitCodeOnExecutionException();
    }

    /** The first message on the way to the cause; without one, the kind of failure is all there is to say. */
    private static String sentence(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each.getMessage() != null) {
                return each.getMessage();
            }
        }
        return "something failed that has no message: " + failure.getClass().getName()
                + ". MAITRED_LOG=debug shows where.";
    }
}
