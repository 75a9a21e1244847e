package dev.maitred.embedded.kafka;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Exit;

/** What ends a broker: in words for people, and without taking the process with it. */
final class KafkaFailure {

    private static final AtomicBoolean HALTED = new AtomicBoolean();

    private KafkaFailure() {}

    /**
     * A broker that cannot go on (its disk is full, its log is damaged) ends its process at once. This process is more
     * than a broker: only the broker's thread ends, and {@link #hasHalted()} tells.
     */
    static void keepTheProcess() {
        HALTED.set(false);
        Exit.Procedure procedure = (status, message) -> {
            HALTED.set(true);
            throw new IllegalStateException("The Kafka broker gave up with status " + status
                    + (message == null ? "" : ": " + message) + ". Its log says why.");
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
    }

    static boolean hasHalted() {
        return HALTED.get();
    }

    /** A sentence with what to do where the cause is known, and every cause's own words. */
    static String explain(Throwable failure) {
        Set<String> said = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            said.add(message == null ? cause.getClass().getSimpleName() : message);
        }
        String words = String.join(": ", said);
        return advice(words) + "Kafka said: " + words;
    }

    private static String advice(String words) {
        if (words.contains("No space left on device")) {
            return "The disk is full: free some space and start again. ";
        }
        if (words.contains("Address already in use") || words.contains("failed to bind")) {
            return "Another program took the port in the meantime: start again, or choose another port. ";
        }
        return "";
    }
}
