package dev.maitred.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server or its directory cannot be used. The message is for people: what was expected, what was found, what to do. */
public final class EmbeddedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public EmbeddedException(String message) {
        super(message);
    }

    public EmbeddedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
