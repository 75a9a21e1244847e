package dev.maitred.batch.landing;

import org.jspecify.annotations.Nullable;

/** The log could not be landed as far as was asked. */
public final class LandingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LandingException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
