package dev.maitred.ingest.setup;

import dev.maitred.mapping.source.SourceDatabase;
import java.util.List;

/** The source lacks what capture needs. */
public final class SourceNotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> missing;

    SourceNotReadyException(SourceDatabase database, List<String> missing) {
        super("The source " + database + " is not ready:\n  - " + String.join("\n  - ", missing));
        this.missing = List.copyOf(missing);
    }

    /** All that is missing, each as a reason, a colon, and the SQL that mends it. */
    public List<String> missing() {
        return missing;
    }
}
