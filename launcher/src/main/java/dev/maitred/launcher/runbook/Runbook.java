package dev.maitred.launcher.runbook;

import java.util.List;

/**
 * A runbook as written: text for people, and between it queries with what is expected of their answers.
 *
 * @param name of its file, without ending
 * @param title its first heading
 */
record Runbook(String name, String title, List<Part> parts) {

    Runbook {
        parts = List.copyOf(parts);
    }

    /** One part, in the order of the file. */
    sealed interface Part {}

    /** @param markdown as it is written */
    record Text(String markdown) implements Part {}

    /** @param text as it is written, without marks */
    record Heading(int level, String text) implements Part {}

    /** @param expectations in the order in which they are written; none: the answer is only shown */
    record Query(Language language, String source, List<Expectation> expectations) implements Part {

        Query {
            expectations = List.copyOf(expectations);
        }
    }

    /** What a runbook may run: nothing that changes anything. */
    enum Language {
        /** {@code GET /path} of the platform's HTTP API. */
        HTTP,
        /** A query on the booking database in a read-only transaction. */
        SQL
    }
}
