package dev.maitred.batch.runs;

import org.jspecify.annotations.Nullable;

/** A run did not come to its end. Starting it again goes on where it stood. */
public final class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
