package dev.maitred.launcher.demo;

import dev.maitred.launcher.platform.Endpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Looks for a text wherever a platform keeps something: {@code what: where: how it stands there}, and how much was looked through. */
public final class EveryPlace {

    private final Needle needle;
    private final String text;
    private final Set<String> found = new TreeSet<>();
    private long looked;

    public EveryPlace(String text) {
        this.text = text;
        this.needle = new Needle(text);
    }

    public Set<String> found() {
        return found;
    }

    public long looked() {
        return looked;
    }

    private void look(String where, byte[] bytes) {
        looked++;
        needle.in(bytes).ifPresent(shown -> found.add(where + ": " + shown));
    }

    public void answer(String path, byte[] body) {
        look("answer " + path, body);
    }

    /** Every record of every topic, internal ones too, committed or not. */
    public void topics(String bootstrap) throws Exception {
        Set<String> names;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                    .names()
                    .get();
        }
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                bootstrap,
                "enable.auto.commit",
                false,
                "exclude.internal.topics",
                false,
                "max.poll.records",
                10_000);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = names.stream()
                    .flatMap(name -> consumer.partitionsFor(name).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(this::record);
            }
        }
    }

    private void record(ConsumerRecord<byte[], byte[]> record) {
        look("key in topic " + record.topic(), record.key());
        look("value in topic " + record.topic(), record.value());
        for (Header header : record.headers()) {
            look("header in topic " + record.topic(), header.key().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            look("header in topic " + record.topic(), header.value());
        }
    }

    /** Every file as its bytes are, but for some directories and for what PostgreSQL logs. */
    public void files(Path root, Path... without) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> Stream.of(without).noneMatch(each::startsWith)
                            && Files.isRegularFile(each)
                            && !each.getFileName().toString().startsWith("postgres"))
                    .toList()) {
                looked++;
                needle.in(file).ifPresent(shown -> found.add("file " + root.relativize(file) + ": " + shown));
            }
        } catch (UncheckedIOException e) {
            // A file that went away while the directory was listed: what is left is listed again.
            files(root, without);
        }
    }

    /** Every value of every column of the platform's own database. */
    public void database(Endpoints.Jobs at) throws SQLException {
        try (Connection connection = DriverManager.getConnection(at.jdbcUrl(), at.user(), at.password());
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT c.oid::regclass FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (rows.next()) {
                        look(
                                "platform's table " + table,
                                rows.getString(1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    /** Every value of every column of every table that ClickHouse has. */
    public void clickHouse(HttpClient client, Endpoints.ClickHouse at) throws IOException, InterruptedException {
        String columns = ask(client, at, """
                SELECT concat('`', c.database, '`.`', c.table, '`'), c.name FROM system.columns c
                  JOIN system.tables t ON t.database = c.database AND t.name = c.table
                 WHERE c.database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema') AND t.engine LIKE '%MergeTree'
                 ORDER BY 1, 2""");
        for (String line : columns.lines().toList()) {
            looked++;
            List<String> column = List.of(line.split("\t"));
            String rows = ask(
                    client,
                    at,
                    "SELECT count() FROM %s WHERE position(toString(`%s`), '%s') > 0"
                            .formatted(column.get(0), column.get(1), text));
            if (!rows.strip().equals("0")) {
                found.add("ClickHouse " + line + ": " + rows.strip() + " rows");
            }
        }
    }

    private static String ask(HttpClient client, Endpoints.ClickHouse at, String sql)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(at.url()))
                .header("X-ClickHouse-User", at.user())
                .header("X-ClickHouse-Key", Objects.requireNonNull(at.password()))
                .POST(HttpRequest.BodyPublishers.ofString(sql))
                .build();
        var answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(sql + ": " + answer.body());
        }
        return answer.body();
    }
}
