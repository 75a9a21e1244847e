package dev.maitred.packs.nightclub;

/** How long the nightclub's application keeps what it no longer needs. */
public final class Retention {

    /** Messages that were sent, in days. Those that were given up are kept for whoever looks into them. */
    public static final int SENT_DAYS = 7;

    private Retention() {}
}
