package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.TopicCreation;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Document;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.contract.wire.KeySerde;
import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.setup.SourceSetup;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.mapping.source.SourceRows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That every kind of column is the same value, whether change data capture, its snapshot or a query has read it. */
@Timeout(180)
class ValuesIT {

    private static final String[] SCHEMA = {
        "CREATE TYPE mood AS ENUM ('fine', 'so so')",
        "CREATE DOMAIN pieces AS int CHECK (VALUE > 0)",
        "CREATE DOMAIN few_pieces AS pieces CHECK (VALUE < 10)",
        """
        CREATE TABLE things (id bigint PRIMARY KEY, small int2, whole int4, large int8, exact numeric, priced numeric(12,2), single float4,
                             twice float8, truth boolean, words text, short varchar(10), padded char(8), key uuid, feeling mood,
                             few few_pieces, at timestamptz, wall timestamp, day date, clock time, any_json json, data jsonb,
                             ids bigint[], places int[], names text[], keys uuid[], host inet)
        """,
    };

    private static final String MAPPING = """
            source: %s
            tables:
              things:
                document:
                  rule: everything
                  subject: id
                  name: { constant: everything }
                  values: { small: small, whole: whole, large: large, exact: exact, priced: priced, single: single, twice: twice,
                            truth: truth, words: words, short: short, padded: padded, key: key, feeling: feeling, few: few, at: at,
                            wall: wall, clock: clock, any_json: any_json, data: data, ids: ids, places: places, names: names,
                            keys: keys, host: host }
                occupant:
                  rule: occupants
                  venue: { constant: 1 }
                  units: ids
                  state: { column: truth, values: { confirmed: true, held: [false, null] } }
                  section: padded
                  party_size: { column: data, path: [guest, seats] }
                  starts_at: { local: wall, zone: { constant: Europe/Berlin } }
                  ends_at: at
                  quantity: { expression: 'names == null ? 0 : size(names)' }
            """;

    private static final String[] ROWS = {
        """
        INSERT INTO things VALUES (1, -32768, 2147483647, 9223372036854775807, 12345678901234567890.1234567890, -0.10, 0.1, 0.1, true,
            E'Zoë\\t"\\\\\\'', '  ten   ', 'ab', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 'so so', 9, '2026-11-20 21:00:00.123456Z',
            '2026-03-29 02:30:00.000001', '2026-11-20', '23:59:59.999999', '{"b": 1, "a": [1.50, null]}',
            '{"guest": {"seats": 4}, "n": 12345678901234567890, "f": 1.0, "e": "\\u00e4"}', '{7,NULL,9}', '{1,2}', '{"a,b",NULL,"c\\"d"}',
            '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', '10.1.2.3')
        """,
        "INSERT INTO things (id) VALUES (2)",
        """
        INSERT INTO things (id, exact, single, twice, padded, at, wall, clock, ids, names, data) VALUES
            (3, 1.500, 16777216, 1e300, '', 'infinity', 'infinity', '24:00', '{}', '{}', '[]'),
            (4, 1e30, 1e-40, 5e-324, ' a ', '-infinity', '2026-10-25 02:30', '00:00', '{-1}', '{""}', '{"guest": null}'),
            (5, 0.000, -0.0, -0.0, 'abcdefgh', '0001-01-01 00:00Z', '2026-07-01 12:00', '12:00:00.5', NULL, '{NULL}', 'null')
        """,
        "INSERT INTO things (id, single, twice) VALUES (20, 0.12345679, 0.30000000000000004)",
        "INSERT INTO things (id, single) VALUES (14, 'NaN'), (15, 'Infinity')",
        "INSERT INTO things (id, twice) VALUES (16, 'NaN'), (17, '-Infinity')",
        "INSERT INTO things (id, exact) VALUES (10, 'NaN'), (11, 'Infinity'), (12, '-Infinity')",
        "INSERT INTO things (id, priced) VALUES (13, 'NaN')",
        "INSERT INTO things (id, ids) VALUES (18, '{{1,2},{3,4}}')",
        "INSERT INTO things (id, data) VALUES (19, '{\"guest\": {\"seats\": \"four\"}}')",
    };

    private final TestDatabase database = TestServers.newDatabase("values");
    private final String source = "v%08x".formatted(ThreadLocalRandom.current().nextInt());
    private final IngestSettings settings = new IngestSettings(
            new SourceDatabase(
                    database.server().host(),
                    database.server().port(),
                    database.name(),
                    "role_" + source,
                    "secret-" + source),
            MAPPING.formatted(source),
            TestServers.kafkaBootstrap());

    @Test
    void what_a_snapshot_reads_is_what_a_query_reads() throws SQLException {
        prepare();
        sql(ROWS);
        try (Ingest ingest = new Ingest(settings);
                ChangeLog log = new ChangeLog(source)) {
            ingest.start();
            isWhatAQueryReads(log);
        }
    }

    @Test
    void what_comes_through_the_log_is_what_a_query_reads() throws SQLException {
        prepare();
        try (Ingest ingest = new Ingest(settings);
                ChangeLog log = new ChangeLog(source)) {
            ingest.start();
            log.through(lsn());
            sql(ROWS);
            isWhatAQueryReads(log);
        }
    }

    private void isWhatAQueryReads(ChangeLog log) throws SQLException {
        Map<String, Change> captured = new TreeMap<>(ChangeLog.latest(log.through(lsn())));
        captured.putAll(documents());
        Map<String, Change> queried = new TreeMap<>();
        Map<String, String> unreadable = new TreeMap<>();
        read(queried, unreadable);

        assertThat(captured).isEqualTo(queried);
        Document first = (Document) captured.get(source + ":1/document/everything/1");
        assertThat(first.body())
                .isEqualTo("{\"small\":-32768,\"whole\":2147483647,\"large\":9223372036854775807,"
                        + "\"exact\":12345678901234567890.123456789,\"priced\":-0.1,\"single\":0.1,\"twice\":0.1,\"truth\":true,"
                        + "\"words\":\"Zoë\\t\\\"\\\\'\",\"short\":\"  ten   \",\"padded\":\"ab\","
                        + "\"key\":\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\",\"feeling\":\"so so\",\"few\":9,"
                        + "\"at\":\"2026-11-20T21:00:00.123456Z\",\"wall\":\"2026-03-29T02:30:00.000001Z\","
                        + "\"clock\":\"23:59:59.999999\",\"any_json\":{\"b\":1,\"a\":[1.50,null]},"
                        + "\"data\":{\"e\":\"ä\",\"f\":1.0,\"n\":12345678901234567890,\"guest\":{\"seats\":4}},"
                        + "\"ids\":[7,null,9],\"places\":[1,2],\"names\":[\"a,b\",null,\"c\\\"d\"],"
                        + "\"keys\":[\"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"],\"host\":\"10.1.2.3\"}");
        assertThat(((Document) captured.get(source + ":20/document/everything/20")).body())
                .as("whatever the role says of digits")
                .contains("\"single\":0.12345679,\"twice\":0.30000000000000004");
        Occupant occupant = (Occupant) captured.get(source + ":1/occupant/occupants/1");
        assertThat(occupant.units()).containsExactly("7", "9");
        assertThat(occupant.section()).isEqualTo("ab");
        assertThat(occupant.partySize()).isEqualTo(4);
        assertThat(occupant.quantity()).isEqualTo(3);
        assertThat(unreadable)
                .containsOnlyKeys("10", "11", "12", "13", "14", "15", "16", "17", "18", "19")
                .containsEntry("10", "column exact: expected a number, found NaN or infinity")
                .containsEntry("13", "column priced: expected a number, found NaN or infinity")
                .containsEntry("14", "values.single: expected a number, found NaN or infinity")
                .containsEntry("18", "column ids: expected an array of one dimension, found one of more")
                .containsEntry("19", "party_size: expected a whole number, found text");
    }

    private Map<String, Change> documents() {
        try (KafkaConsumer<ChangeKey, Change> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestServers.kafkaBootstrap(), "isolation.level", "read_committed"),
                new KeySerde().deserializer(),
                new ChangeSerde().deserializer())) {
            String topic = Topics.DOCUMENT_CHANGES.name();
            List<TopicPartition> all = IntStream.range(0, Topics.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            Map<String, Change> documents = new HashMap<>();
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (record.key().owner().startsWith(source + ":") && record.value() != null) {
                        documents.put(record.key().toString(), record.value());
                    }
                });
            }
            return documents;
        }
    }

    private void read(Map<String, Change> rows, Map<String, String> unreadable) throws SQLException {
        try (Connection connection = database.connect();
                ConsistentRead read = ConsistentRead.open(settings.database(), Duration.ofSeconds(20))) {
            Mapping mapping = Mapping.compile(settings.mappingYaml(), PostgresCatalogue.read(connection));
            new SourceRows(mapping).read(read.connection(), new SourceRows.Visitor() {
                @Override
                public void row(ChangeKey key, Change change) {
                    rows.put(key.toString(), change);
                }

                @Override
                public void unmappable(TableName table, String primaryKey, String reason) {
                    unreadable.put(primaryKey, reason);
                }
            });
        }
    }

    private void prepare() throws SQLException {
        sql(SCHEMA);
        sql(
                "CREATE ROLE role_" + source + " LOGIN REPLICATION PASSWORD 'secret-" + source + "'",
                "ALTER ROLE role_" + source + " SET extra_float_digits = -9",
                "ALTER ROLE role_" + source + " SET DateStyle = 'SQL, DMY'",
                "ALTER ROLE role_" + source + " SET TimeZone = 'Asia/Kathmandu'",
                "ALTER ROLE role_" + source + " SET statement_timeout = '1ms'",
                "ALTER ROLE role_" + source + " SET lock_timeout = '1ms'",
                "ALTER ROLE role_" + source + " SET idle_session_timeout = '1ms'",
                "ALTER ROLE role_" + source + " SET idle_in_transaction_session_timeout = '1ms'",
                "ALTER ROLE role_" + source + " SET transaction_timeout = '1s'");
        try (Connection connection = database.connect()) {
            Mapping mapping = Mapping.compile(settings.mappingYaml(), PostgresCatalogue.read(connection));
            sql(SourceSetup.statements(settings, mapping, settings.database().user())
                    .toArray(String[]::new));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestServers.kafkaBootstrap()))) {
            TopicCreation.ensure(admin);
        }
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private Lsn lsn() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()")) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }
}
