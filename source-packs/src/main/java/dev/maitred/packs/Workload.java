package dev.maitred.packs;

/** A system's life as transactions, for as long as it is not closed. */
public interface Workload extends AutoCloseable {

    /**
     * Begins and returns at once. The database need not answer yet: the workload tries again until it does.
     *
     * @throws IllegalStateException when it was started before
     */
    void start();

    /** What happened since the start. Cheap: it may be asked several times a second. */
    WorkloadStatistics statistics();

    /** Ends within two seconds, whatever the database does. A transaction under way is finished or rolled back. */
    @Override
    void close();
}
