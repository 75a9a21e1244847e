package dev.maitred.packs.nightclub.workload;

/** Somebody else was faster: an ordinary outcome, which ends the transaction without a trace. */
final class RaceLostException extends Exception {

    private static final long serialVersionUID = 1L;

    RaceLostException(String over) {
        super(over, null, false, false);
    }
}
