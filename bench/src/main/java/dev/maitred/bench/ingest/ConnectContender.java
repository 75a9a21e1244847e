package dev.maitred.bench.ingest;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The same connector as a connector of Kafka Connect, on the same publication, to one topic a table. */
final class ConnectContender implements Contender {

    /** What somebody sets who has read the manuals of both: larger portions, less waiting, plain JSON. */
    static final Map<String, String> TUNED = Map.ofEntries(
            Map.entry("max.batch.size", "16384"),
            Map.entry("max.queue.size", "65536"),
            Map.entry("poll.interval.ms", "20"),
            Map.entry("snapshot.fetch.size", "20000"),
            Map.entry("statistics.metrics.enabled", "false"),
            Map.entry("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
            Map.entry("key.converter.schemas.enable", "false"),
            Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
            Map.entry("value.converter.schemas.enable", "false"),
            Map.entry("producer.override.linger.ms", "20"),
            Map.entry("producer.override.batch.size", "524288"),
            Map.entry("producer.override.compression.type", "lz4"),
            Map.entry("producer.override.buffer.memory", "134217728"));

    private static final String TABLE = ".public.bookings";

    private final ConnectWorker worker;
    private final Bookings bookings;
    private final String publication;
    private final String name;
    private final String word;
    private final Map<String, String> tuning;
    private final Consumer<String> topics;
    private boolean exists;

    /**
     * @param word in the names of its connectors, slots and topics
     * @param topics makes a topic of one partition
     */
    ConnectContender(
            ConnectWorker worker,
            Bookings bookings,
            String publication,
            String word,
            Map<String, String> tuning,
            Consumer<String> topics) {
        this.worker = worker;
        this.bookings = bookings;
        this.publication = publication;
        this.name = "Connect, " + word;
        this.word = "connect_" + word;
        this.tuning = tuning;
        this.topics = topics;
        makeTopics(this.word);
    }

    private void makeTopics(String prefix) {
        List.of("clubs", "events", "bookings").forEach(table -> topics.accept(prefix + ".public." + table));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String replicationSlot() {
        return word;
    }

    @Override
    public Destination following() {
        return Destination.ofBookings(word + TABLE);
    }

    @Override
    public void follow() throws IOException, InterruptedException, SQLException {
        if (exists) {
            worker.resume(word);
            return;
        }
        worker.create(word, settings(bookings, word, publication, "no_data"));
        exists = true;
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!bookings.isRead(word)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " does not read its replication slot after 60 s");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    @Override
    public void rest() throws IOException, InterruptedException, SQLException {
        worker.stop(word);
        bookings.awaitUnread(word, Duration.ofSeconds(60));
    }

    @Override
    public Snapshot snapshot(Bookings of, String its) {
        String prefix = word + "_" + its;
        makeTopics(prefix);
        return new Snapshot() {
            @Override
            public Destination destination() {
                return Destination.ofBookings(prefix + TABLE);
            }

            @Override
            public void begin() throws IOException, InterruptedException {
                worker.create(prefix, settings(of, prefix, publication, "initial"));
            }

            @Override
            public void end() throws IOException, InterruptedException, SQLException {
                worker.delete(prefix);
                of.dropReplicationSlot(prefix);
            }
        };
    }

    private Map<String, String> settings(Bookings of, String prefix, String published, String snapshot) {
        var database = of.asReader();
        Map<String, String> settings = new HashMap<>(tuning);
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("tasks.max", "1");
        settings.put("database.hostname", database.host());
        settings.put("database.port", Integer.toString(database.port()));
        settings.put("database.user", database.user());
        settings.put("database.password", database.password());
        settings.put("database.dbname", database.database());
        settings.put("topic.prefix", prefix);
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", prefix);
        settings.put("publication.name", published);
        settings.put("publication.autocreate.mode", "disabled");
        settings.put("snapshot.mode", snapshot);
        settings.put("table.include.list", "public.clubs,public.events,public.bookings");
        // Ingest writes its clock into the log; to others it is nothing.
        settings.put("message.prefix.exclude.list", ".*");
        // The same columns as everybody else gets.
        settings.put(
                "column.include.list",
                "public[.]clubs[.](id|name|time_zone),public[.]events[.](id|club_id|title|start_utc|end_utc),"
                        + Arrays.stream(Bookings.COLUMNS.split(", "))
                                .collect(Collectors.joining("|", "public[.]bookings[.](", ")")));
        return settings;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (exists && worker.isAlive()) {
            worker.delete(word);
            exists = false;
        }
    }
}
