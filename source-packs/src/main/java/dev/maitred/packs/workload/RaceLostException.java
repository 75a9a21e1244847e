package dev.maitred.packs.workload;

/** Somebody else was faster: an ordinary outcome, which ends the transaction without a trace. */
public final class RaceLostException extends Exception {

    private static final long serialVersionUID = 1L;

    public RaceLostException(String over) {
        super(over, null, false, false);
    }
}
