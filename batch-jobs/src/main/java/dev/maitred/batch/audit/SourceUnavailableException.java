package dev.maitred.batch.audit;

/** A source did not say its totals; what is published without them is marked as not audited. */
public final class SourceUnavailableException extends Exception {

    private static final long serialVersionUID = 1L;

    /** @param message why, for the report's readers; never a secret */
    public SourceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
