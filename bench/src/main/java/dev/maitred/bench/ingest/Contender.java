package dev.maitred.bench.ingest;

import java.io.IOException;
import java.sql.SQLException;

/** One of those that are compared: it reads a source's log, or its tables, in a process of its own and writes to Kafka. */
interface Contender extends AutoCloseable {

    String name();

    /** The replication slot by which it follows. */
    String replicationSlot();

    /** Where the bookings arrive while it follows. */
    Destination following();

    /** Begins to read the log where it rested; the first time where the log is now. Returns at once or when it reads. */
    void follow() throws IOException, InterruptedException, SQLException;

    /** Ends reading; the replication slot stays. */
    void rest() throws IOException, InterruptedException, SQLException;

    /** Makes ready what a snapshot of these bookings needs. */
    Snapshot snapshot(Bookings bookings, String name) throws IOException, InterruptedException, SQLException;

    @Override
    void close() throws IOException, InterruptedException, SQLException;

    /** One snapshot of all bookings; {@link #end} leaves nothing of it in the source. */
    interface Snapshot {

        Destination destination();

        void begin() throws IOException, InterruptedException, SQLException;

        void end() throws IOException, InterruptedException, SQLException;
    }
}
