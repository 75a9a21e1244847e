package dev.maitred.bench.ingest;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Topics;
import dev.maitred.ingest.IngestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What is measured: ingest from the log through the mapping to records committed in the change log. */
final class OwnIngest implements Contender {

    /** As the platform runs. */
    static final List<String> MEMORY = List.of("-Xms512m", "-Xmx1g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");

    private static final String SETTING = "MAITRED_BENCH_";
    private static final byte[] OCCUPANT = ("/" + Entity.OCCUPANT.text() + "/").getBytes(StandardCharsets.UTF_8);

    private final ReaderJvm jvm;
    private final Bookings bookings;
    private final IngestSettings settings;
    private final String bootstrap;
    private final Path directory;

    OwnIngest(Bookings bookings, IngestSettings settings, Path directory) throws IOException {
        this.bookings = bookings;
        this.settings = settings;
        this.bootstrap = settings.kafkaBootstrap();
        this.directory = directory;
        this.jvm = ReaderJvm.start(
                OwnIngestProcess.class.getName(),
                MEMORY,
                any -> true,
                environment(bookings, bootstrap),
                directory.resolve("ingest.txt"));
    }

    /** Where the source and Kafka are: by the environment, which others do not see. */
    static Map<String, String> environment(Bookings bookings, String bootstrap) {
        var database = bookings.asReader();
        return Map.of(
                SETTING + "HOST", database.host(),
                SETTING + "PORT", Integer.toString(database.port()),
                SETTING + "USER", database.user(),
                SETTING + "PASSWORD", database.password(),
                SETTING + "BOOTSTRAP", bootstrap);
    }

    static String setting(String name) {
        return Objects.requireNonNull(System.getenv(SETTING + name), name);
    }

    ReaderJvm jvm() {
        return jvm;
    }

    @Override
    public String name() {
        return "maitred";
    }

    @Override
    public String replicationSlot() {
        return settings.replicationSlot();
    }

    @Override
    public Destination following() {
        return new Destination(Topics.VENUE_CHANGES.name(), Topics.PARTITIONS, OwnIngest::isOccupant);
    }

    /** A booking is the one occupant of the mapping; the key need not be read whole for that. */
    private static boolean isOccupant(byte[] key) {
        for (int at = 0; at + OCCUPANT.length <= key.length; at++) {
            if (key[at] == '/') {
                return java.util.Arrays.equals(key, at, at + OCCUPANT.length, OCCUPANT, 0, OCCUPANT.length);
            }
        }
        return false;
    }

    /** The id of the booking that a record speaks of; -1 when it speaks of something else. */
    static int bookingOf(byte[] key) {
        return isOccupant(key) ? Integer.parseInt(ChangeKey.of(key).row()) : -1;
    }

    @Override
    public void follow() throws IOException, InterruptedException {
        start(settings, bookings);
    }

    private void start(IngestSettings which, Bookings of) throws IOException, InterruptedException {
        Path mapping = directory.resolve(which.source() + ".yaml");
        Files.writeString(mapping, which.mappingYaml());
        jvm.ask("start " + mapping + " " + of.database());
    }

    @Override
    public void rest() throws IOException, InterruptedException, SQLException {
        jvm.ask("stop");
        bookings.awaitUnread(replicationSlot(), java.time.Duration.ofSeconds(30));
    }

    @Override
    public Snapshot snapshot(Bookings of, String name) throws SQLException {
        IngestSettings its = of.letIn(name, bootstrap);
        return new Snapshot() {
            @Override
            public Destination destination() {
                return following();
            }

            @Override
            public void begin() throws IOException, InterruptedException {
                start(its, of);
            }

            @Override
            public void end() throws IOException, InterruptedException, SQLException {
                jvm.ask("stop");
                of.dropReplicationSlot(its.replicationSlot());
            }
        };
    }

    /** Processor time by thread, in nanoseconds. */
    Map<String, Long> threads() throws IOException, InterruptedException {
        Map<String, Long> nanos = new HashMap<>();
        for (String each : jvm.ask("threads").split(" ")) {
            int equals = each.lastIndexOf('=');
            nanos.put(each.substring(0, equals), Long.parseLong(each.substring(equals + 1)));
        }
        return nanos;
    }

    @Override
    public void close() throws InterruptedException {
        jvm.close();
    }
}
