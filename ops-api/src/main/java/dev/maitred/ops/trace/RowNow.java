package dev.maitred.ops.trace;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.change.Change;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row in the database now.
 *
 * @param key its primary key as the change log writes it
 * @param lsn null when it was not read
 * @param owners by rule, whose the row is or, when it is not there, was, as far as that is told by what was read
 * @param outcomes by rule; empty when the row is not there or was not read
 */
record RowNow(
        State state,
        String key,
        @Nullable Lsn lsn,
        boolean exact,
        Map<String, String> owners,
        Map<String, Outcome> outcomes,
        @Nullable String whyNot) {

    enum State {
        THERE,
        ABSENT,
        UNREAD
    }

    RowNow {
        owners = Map.copyOf(owners);
        outcomes = Map.copyOf(outcomes);
    }

    static RowNow unread(String key, String whyNot) {
        return new RowNow(State.UNREAD, key, null, false, Map.of(), Map.of(), whyNot);
    }

    /** What a rule makes of it. */
    sealed interface Outcome {

        record Becomes(String owner, Change change) implements Outcome {}

        /** It does not meet the rule's {@code when}. */
        record LeftOut(String owner) implements Outcome {}

        record Waits(String parent, String parentKey) implements Outcome {}

        record Unmappable(String reason) implements Outcome {}
    }
}
