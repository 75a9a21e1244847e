package dev.maitred.bench.ingest;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.TopicCreation;
import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.DirectoryTree;
import dev.maitred.embedded.servers.EmbeddedServers;
import dev.maitred.ingest.IngestSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The servers, a booking database and all contenders on it; gone when it is closed. */
final class Contest implements AutoCloseable {

    static final String OWN = "maitred";
    static final String CONNECT_TUNED = "Connect, tuned";
    static final String BARE = "bare pgjdbc";

    private static final Duration TOPIC_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CONFIRMATION = Duration.ofSeconds(5);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final long begun = System.nanoTime();
    private final PrintStream out;
    private final Path directory;
    private final EmbeddedServers servers;
    private final Admin admin;
    private final Bookings bookings;
    private final OwnIngest own;
    private final List<Contender> contenders;
    private final CatchUp catchUp;

    /** What is written before anybody reads it. */
    interface Writing {
        void write(Bookings bookings) throws SQLException;
    }

    /**
     * Starts all of it, each contender reading to where the log is now and then at rest.
     *
     * @param withDefault whether Kafka Connect with its defaults is among them
     */
    Contest(PrintStream out, long rows, Duration patience, boolean withDefault)
            throws IOException, InterruptedException, SQLException {
        this.out = out;
        this.directory = Files.createTempDirectory("maitred-bench-ingest");
        // Whoever stops the bench stops all of it.
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("end").unstarted(this::close));
        try {
            opened.add(() -> DirectoryTree.delete(directory));
            step("starting PostgreSQL and Kafka");
            servers = opened(EmbeddedServers.start(opened(DataDirectory.open(directory.resolve("data"))), 0, 0));
            admin = opened(Admin.create(Map.of("bootstrap.servers", bootstrap())));
            TopicCreation.ensure(admin);
            step("writing %,d bookings", rows);
            bookings = new Bookings(servers.postgres(), "bench", rows);
            IngestSettings settings = bookings.letIn("bench", bootstrap());
            step("starting the contenders: ingest, Kafka Connect, a bare stream");
            own = opened(new OwnIngest(bookings, settings, directory));
            ConnectWorker worker = opened(new ConnectWorker(bootstrap(), directory));
            contenders = new ArrayList<>(List.of(
                    own,
                    opened(new ConnectContender(
                            worker,
                            bookings,
                            settings.publication(),
                            "tuned",
                            ConnectContender.TUNED,
                            this::makeTopic)),
                    opened(new BareStream(bookings, settings.publication(), bootstrap(), directory, this::makeTopic))));
            if (withDefault) {
                contenders.add(opened(new ConnectContender(
                        worker, bookings, settings.publication(), "default", Map.of(), this::makeTopic)));
            }
            catchUp = new CatchUp(out, bootstrap(), admin, patience);
            // It begins with a snapshot of what is there; the others begin with the log.
            catchUp.measure(own.name(), own.following(), rows, own::follow);
            for (Contender each : contenders) {
                if (each != own) {
                    each.follow();
                }
            }
            awaitConfirmation(contenders, bookings.lsn());
            for (Contender each : contenders) {
                each.rest();
            }
        } catch (IOException | InterruptedException | SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    OwnIngest own() {
        return own;
    }

    Bookings bookings() {
        return bookings;
    }

    String bootstrap() {
        return servers.kafka().bootstrap();
    }

    /** Writes while everybody rests; then one after the other catches up, another first in each round. */
    void followRound(int round, long rows, Writing writing, Optional<Comparison> into, Footprint footprint)
            throws IOException, InterruptedException, SQLException {
        bookings.tidy();
        writing.write(bookings);
        Lsn end = bookings.lsn();
        for (Contender each : inTurn(round)) {
            if (each == own) {
                footprint.begin();
            }
            CatchUp.Measured measured = catchUp.measure(each.name(), each.following(), rows, each::follow);
            if (each == own && into.isPresent()) {
                footprint.end(rows);
            }
            awaitConfirmation(List.of(each), end);
            each.rest();
            tell(each, measured);
            into.ifPresent(comparison -> comparison.add(each.name(), measured));
        }
    }

    /** One after the other reads all rows of a database of its own kind. */
    void snapshotRound(int round, Bookings of, long rows, String name, Optional<Comparison> into, Footprint footprint)
            throws IOException, InterruptedException, SQLException {
        for (Contender each : inTurn(round)) {
            Contender.Snapshot snapshot = each.snapshot(of, name);
            if (each == own) {
                footprint.begin();
            }
            CatchUp.Measured measured = catchUp.measure(each.name(), snapshot.destination(), rows, snapshot::begin);
            if (each == own && into.isPresent()) {
                footprint.end(rows);
            }
            snapshot.end();
            tell(each, measured);
            into.ifPresent(comparison -> comparison.add(each.name(), measured));
        }
    }

    /** Another database with so many bookings, for snapshots. */
    Bookings another(String name, long rows) throws SQLException {
        step("writing %,d bookings for snapshots", rows);
        Bookings another = new Bookings(servers.postgres(), name, rows);
        another.letIn("bench", bootstrap());
        return another;
    }

    void step(String what, Object... arguments) {
        out.printf("%4d s  %s%n", (System.nanoTime() - begun) / 1_000_000_000, what.formatted(arguments));
        out.flush();
    }

    private void tell(Contender who, CatchUp.Measured measured) {
        step("%s: %,d rows in %.2f s", who.name(), measured.rows(), measured.seconds());
    }

    private List<Contender> inTurn(int round) {
        List<Contender> turn = new ArrayList<>(contenders);
        Collections.rotate(turn, -round);
        return turn;
    }

    /** Kafka Connect confirms once a minute: what is not confirmed in time is only read again and passed over. */
    private void awaitConfirmation(List<Contender> of, Lsn lsn) throws SQLException {
        long deadline = System.nanoTime() + CONFIRMATION.toNanos();
        for (Contender each : of) {
            if (each instanceof ConnectContender) {
                continue;
            }
            while (!bookings.isConfirmed(each.replicationSlot(), lsn) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(50_000_000);
            }
        }
    }

    private void makeTopic(String name) {
        try {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
            awaitKnown(name);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topic " + name + " could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** That a topic is made is known to the controller first, and moments later to the broker that is asked. */
    private void awaitKnown(String topic) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + TOPIC_PATIENCE.toNanos();
        while (true) {
            try {
                admin.describeTopics(List.of(topic)).allTopicNames().get();
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private <T extends AutoCloseable> T opened(T each) {
        opened.add(each);
        return each;
    }

    @Override
    public synchronized void close() {
        for (AutoCloseable each : opened.reversed()) {
            try {
                each.close();
            } catch (Exception e) {
                out.println("... not closed: " + e);
            }
        }
        opened.clear();
    }
}
