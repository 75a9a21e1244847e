package dev.maitred.mapping.rule;

/** A row that its rule cannot read. It becomes a dead letter; the stream goes on. */
public final class UnmappableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnmappableException(String reason) {
        super(reason, null, false, false);
    }

    /** @param cause told to nobody but who looks for it: its message may hold values of the row */
    UnmappableException(String reason, Throwable cause) {
        super(reason, cause, false, false);
    }
}
