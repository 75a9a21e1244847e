package dev.maitred.ops.reports;

import org.jspecify.annotations.Nullable;

/** Reports cannot be read now; the message says why, for people. */
public final class ReportsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ReportsUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
