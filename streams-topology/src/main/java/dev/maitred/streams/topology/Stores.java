package dev.maitred.streams.topology;

/** All store names, in the order of the data's path. Nobody else writes one. */
public final class Stores {

    /** The rows of venues, folded to boards. In memory, logged; a row takes about 500 bytes; it is what a restart needs to go on. */
    public static final String VENUES = "venues";

    /** The rows of queues, folded to queue boards. In memory, logged; a row takes about 350 bytes. */
    public static final String QUEUES = "queues";

    private Stores() {}
}
