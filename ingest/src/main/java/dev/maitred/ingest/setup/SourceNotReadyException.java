package dev.maitred.ingest.setup;

import dev.maitred.mapping.source.SourceDatabase;
import java.util.List;

/** The source lacks what capture needs. */
public final class SourceNotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceNotReadyException(SourceDatabase database, List<String> missing) {
        super("The source " + database + " is not ready:\n  - " + String.join("\n  - ", missing));
    }
}
