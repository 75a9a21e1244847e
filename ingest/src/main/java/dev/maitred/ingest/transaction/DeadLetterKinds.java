package dev.maitred.ingest.transaction;

import dev.maitred.mapping.catalogue.TableName;
import java.util.HashMap;
import java.util.Map;

/** Which dead letters are worth a line of the log: the first of each table and reason, then ever fewer. */
final class DeadLetterKinds {

    private static final int TOLD_EACH = 5;

    /** Some reasons tell what was found, so there may be as many kinds as rows: those beyond are one kind. */
    private static final int MOST_KINDS = 500;

    private final Map<Kind, Long> counts = new HashMap<>();
    private long others;

    private record Kind(TableName table, String reason) {}

    /** @return the how manyth of its kind this one is, from 1; negative when it is not to be told */
    synchronized long next(TableName table, String reason) {
        Kind kind = new Kind(table, reason);
        boolean known = counts.size() < MOST_KINDS || counts.containsKey(kind);
        long number = known ? counts.merge(kind, 1L, Long::sum) : ++others;
        return number <= TOLD_EACH || Long.bitCount(number) == 1 ? number : -number;
    }
}
