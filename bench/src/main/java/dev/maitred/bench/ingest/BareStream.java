package dev.maitred.bench.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;

/** The floor: a bare replication stream into a producer, and for a snapshot a bare COPY. */
final class BareStream implements Contender {

    private static final String SLOT = "bench_bare";
    private static final String TOPIC = "bench.bare";

    private final Bookings bookings;
    private final String publication;
    private final Consumer<String> topics;
    private final ReaderJvm jvm;
    private boolean hasSlot;

    /** @param topics makes a topic of one partition */
    BareStream(Bookings bookings, String publication, String bootstrap, Path directory, Consumer<String> topics)
            throws IOException {
        this.bookings = bookings;
        this.publication = publication;
        this.topics = topics;
        topics.accept(TOPIC);
        this.jvm = ReaderJvm.start(
                BareStreamProcess.class.getName(),
                OwnIngest.MEMORY,
                any -> true,
                OwnIngest.environment(bookings, bootstrap),
                directory.resolve("bare.txt"));
    }

    @Override
    public String name() {
        return "bare pgjdbc";
    }

    @Override
    public String replicationSlot() {
        return SLOT;
    }

    @Override
    public Destination following() {
        return Destination.ofBookings(TOPIC);
    }

    @Override
    public void follow() throws IOException, InterruptedException, SQLException {
        if (!hasSlot) {
            bookings.makeReplicationSlot(SLOT);
            hasSlot = true;
        }
        jvm.ask("start " + bookings.database() + " " + SLOT + " " + publication + " " + TOPIC);
    }

    @Override
    public void rest() throws IOException, InterruptedException, SQLException {
        jvm.ask("stop");
        bookings.awaitUnread(SLOT, Duration.ofSeconds(30));
    }

    @Override
    public Snapshot snapshot(Bookings of, String name) {
        String topic = TOPIC + "." + name;
        topics.accept(topic);
        return new Snapshot() {
            @Override
            public Destination destination() {
                return Destination.ofBookings(topic);
            }

            @Override
            public void begin() throws IOException, InterruptedException {
                jvm.ask("copy " + of.database() + " " + topic);
            }

            @Override
            public void end() throws IOException, InterruptedException {
                jvm.ask("stop");
            }
        };
    }

    @Override
    public void close() throws InterruptedException {
        jvm.close();
    }
}
