package dev.maitred.ingest;

import dev.maitred.ingest.capture.ChangedSchemaException;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.SQLException;

/** What a failure says, however deep the capture engine has wrapped it. */
final class FailureReasons {

    private FailureReasons() {}

    static boolean isOfAnotherSchema(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ChangedSchemaException) {
                return true;
            }
        }
        return false;
    }

    /** What the database said, or whoever failed first, however deep the capture engine has wrapped it. */
    static String reason(Throwable failure) {
        Throwable first = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refused) {
                return SourceDatabase.explain(refused);
            }
            first = cause;
        }
        return first.getMessage() == null ? first.toString() : first.getMessage();
    }
}
