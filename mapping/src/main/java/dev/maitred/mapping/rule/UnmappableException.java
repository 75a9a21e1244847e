package dev.maitred.mapping.rule;

/** A row that its rule cannot read. It becomes a dead letter; the stream goes on. */
public final class UnmappableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnmappableException(String reason) {
        super(reason, null, false, false);
    }
}
