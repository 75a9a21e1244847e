package dev.maitred.ingest;

import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.ingest.publish.StoredOffset;
import dev.maitred.ingest.setup.Publication;
import dev.maitred.ingest.setup.SourceSetup;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One database whose changes are captured many times, each time under a source name of its own from the same place in the same
 * write-ahead log: by a copy of one replication slot, and a stored offset as if everything before had been captured.
 */
final class Replay implements AutoCloseable {

    private static final int CLUBS = 5;
    private static final String TEMPLATE = "template";

    private final Source source = new Source();
    private final Queue<String> names = new ConcurrentLinkedQueue<>();
    private final Lsn start;

    /** @param trials how often at most it can be captured: each needs its publication before the first change */
    Replay(int trials) throws SQLException {
        try (Connection connection = source.database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            Mapping mapping = Mapping.compile(source.settings.mappingYaml(), PostgresCatalogue.read(connection));
            for (int i = 0; i < trials; i++) {
                String name = newName();
                names.add(name);
                for (String each : SourceSetup.statements(
                        settings(name), mapping, source.settings.database().user())) {
                    if (each.startsWith("CREATE")) {
                        statement.execute(each);
                    }
                }
            }
            connection.commit();
        }
        start = Lsn.parse(one("SELECT lsn FROM pg_create_logical_replication_slot('" + template() + "', 'pgoutput')"));
    }

    Source source() {
        return source;
    }

    private String template() {
        return TEMPLATE + "_" + source.name;
    }

    /** Settings under a new name, with a slot and an offset at the beginning. */
    IngestSettings next() throws SQLException {
        IngestSettings settings = settings(names.remove());
        one("SELECT pg_copy_logical_replication_slot('" + template() + "', '" + settings.replicationSlot()
                + "', false)::text");
        StoredOffset offset;
        try (Connection connection = source.database.connect()) {
            offset = new StoredOffset(
                    1,
                    one("SELECT system_identifier::text FROM pg_control_system()"),
                    Integer.parseInt(one("SELECT timeline_id::text FROM pg_control_checkpoint()")),
                    Publication.life(connection, settings.publication()),
                    start);
        }
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestServers.kafkaBootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    Topics.INGEST_OFFSETS.name(),
                    0,
                    settings.source().getBytes(StandardCharsets.UTF_8),
                    offset.bytes()));
            producer.send(new ProducerRecord<>(
                    Topics.INGEST_OFFSETS.name(),
                    0,
                    StoredMapping.key(settings.source()).getBytes(StandardCharsets.UTF_8),
                    new StoredMapping(settings.mappingYaml(), settings.publication(), "").bytes()));
        }
        return settings;
    }

    /** Cuts whoever reads this slot off, as its own end would. */
    void cutOff(IngestSettings settings) {
        try {
            one("SELECT coalesce((SELECT pg_terminate_backend(active_pid)::text FROM pg_replication_slots"
                    + " WHERE slot_name = '" + settings.replicationSlot() + "' AND active_pid IS NOT NULL), '')");
        } catch (SQLException e) {
            throw new IllegalStateException("The sender of " + settings.source() + " cannot be ended", e);
        }
    }

    /** Nobody captures under these settings any more. */
    void over(IngestSettings settings) throws SQLException {
        cutOff(settings);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> one("SELECT active::text FROM pg_replication_slots WHERE slot_name = '"
                                + settings.replicationSlot() + "'")
                        .equals("false"));
        one("SELECT pg_drop_replication_slot('" + settings.replicationSlot() + "')::text");
    }

    String one(String query) throws SQLException {
        try (Connection connection = source.database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private IngestSettings settings(String name) {
        return new IngestSettings(
                source.settings.database(),
                source.settings.mappingYaml().replace(source.name, name),
                source.settings.kafkaBootstrap());
    }

    /** A name under which every club has a partition of its own: then a record is its partition's last in all trials or in none. */
    private static String newName() {
        while (true) {
            String name = "x%08x".formatted(ThreadLocalRandom.current().nextInt());
            Set<Integer> partitions = new HashSet<>();
            for (int club = 1; club <= CLUBS; club++) {
                partitions.add(Topics.partitionOf(name + ":" + club));
            }
            if (partitions.size() == CLUBS) {
                return name;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        one("SELECT pg_drop_replication_slot('" + template() + "')::text");
    }
}
