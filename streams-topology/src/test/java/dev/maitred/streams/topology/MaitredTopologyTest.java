package dev.maitred.streams.topology;

import static dev.maitred.streams.Night.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.streams.ExpectedBoards;
import dev.maitred.streams.LogEntry;
import dev.maitred.streams.RandomNights;
import dev.maitred.streams.SourceLog;
import dev.maitred.streams.topology.BoardsSeen.Closed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The graph as it runs, with its stores, changelogs and sinks. */
final class MaitredTopologyTest {

    @TempDir
    Path state;

    private TopologyTestDriver driver() {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return new TopologyTestDriver(new MaitredTopology(ReplayGate.OPEN, new FoldCounters()).get(), settings);
    }

    private static void pipe(TestInputTopic<byte[], byte[]> to, LogEntry entry) {
        var change = entry.record().change();
        to.pipeInput(new TestRecord<>(
                entry.record().key().bytes(),
                change == null ? null : ChangeSerde.encode(change),
                entry.record().headers().toKafka(),
                1L));
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static TestOutputTopic<String, byte[]> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A change of the graph is seen in review: of a node, of a topic, of a store, which is a new generation. */
    @Test
    void the_graph_is_the_one_that_was_agreed_on() throws IOException {
        try (InputStream golden = Objects.requireNonNull(getClass().getResourceAsStream("/golden/topology.txt"))) {
            assertThat(new MaitredTopology(ReplayGate.OPEN, new FoldCounters())
                            .get()
                            .describe()
                            .toString()
                            .strip())
                    .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    @Test
    void random_nights_are_told_through_the_whole_graph_as_they_are() {
        for (long seed = 1; seed <= 10; seed++) {
            List<LogEntry> log = RandomNights.partition(seed, 30);
            BoardsSeen seen = new BoardsSeen();
            try (TopologyTestDriver driver = driver()) {
                var changes = input(driver, Topics.VENUE_CHANGES.name());
                var boards = output(driver, Topics.BOARDS.name());
                for (LogEntry entry : log) {
                    pipe(changes, entry);
                    Closed closed = null;
                    for (TestRecord<String, byte[]> each : boards.readRecordsToList()) {
                        closed = seen.read(new Record<>(each.key(), each.value(), 0, each.headers()));
                    }
                    SourceLog.Truth truth = entry.closes();
                    if (truth != null && truth.known()) {
                        assertThat(closed).as("seed " + seed).isNotNull();
                        assertThat(BoardsSeen.withoutVersion(seen.of(truth.source())))
                                .as("seed " + seed)
                                .isEqualTo(ExpectedBoards.of(truth));
                    }
                }
                assertThat(driver.getAllStateStores()).containsOnlyKeys(Stores.VENUES, Stores.QUEUES);
            }
        }
    }

    @Test
    void a_restarted_graph_goes_on_from_its_changelog() {
        List<LogEntry> entries = new ArrayList<>();
        SourceLog log = LogEntry.writing("club", entries);
        log.snapshot(Map.of(slotKey(NIGHT), slot(), unitKey("1"), table("hall")), false, null);
        log.watermark(NINE_PM);
        log.commit(NINE_PM, hold("1"), held(NINE_PM + seconds(10), "1"));
        List<TestRecord<byte[], byte[]>> changelog;
        try (TopologyTestDriver driver = driver()) {
            var changes = input(driver, Topics.VENUE_CHANGES.name());
            entries.forEach(entry -> pipe(changes, entry));
            changelog = driver.createOutputTopic(
                            "test-" + Stores.VENUES + "-changelog",
                            new ByteArrayDeserializer(),
                            new ByteArrayDeserializer())
                    .readRecordsToList();
        }
        log.watermark(NINE_PM + seconds(10));
        try (TopologyTestDriver driver = driver()) {
            FoldStore store = FoldStores.innermost(driver.getKeyValueStore(Stores.VENUES));
            changelog.forEach(row -> store.put(org.apache.kafka.common.utils.Bytes.wrap(row.key()), row.value()));
            pipe(input(driver, Topics.VENUE_CHANGES.name()), entries.getLast());
            var told = output(driver, Topics.BOARDS.name()).readKeyValuesToMap();
            assertThat(told).containsKeys("club:7/12", "/club/0");
            assertThat(new String(told.get("club:7/12"), StandardCharsets.UTF_8))
                    .contains("\"free\":1,\"held\":0");
        }
    }

    @Test
    void a_queue_whose_name_has_a_slash_is_told_under_its_name() {
        List<LogEntry> entries = new ArrayList<>();
        SourceLog log = LogEntry.writing("club", entries);
        ChangeKey key = new ChangeKey("club:jobs/mail", Entity.QUEUE_ITEM, "jobs", "1");
        QueueItem item = new QueueItem(
                QueueItem.State.WAITING,
                "",
                0,
                NINE_PM,
                Micros.UNKNOWN,
                Micros.UNKNOWN,
                Micros.UNKNOWN,
                Micros.UNKNOWN,
                0,
                "");
        log.snapshot(Map.of(key, item), false, null);
        log.watermark(NINE_PM);
        try (TopologyTestDriver driver = driver()) {
            var changes = input(driver, Topics.QUEUE_CHANGES.name());
            entries.forEach(entry -> pipe(changes, entry));
            assertThat(output(driver, Topics.QUEUES.name()).readKeyValuesToMap())
                    .containsOnlyKeys("club:jobs/mail", "/club/0");
        }
    }

    @Test
    void what_is_told_stays_in_the_partition_it_came_from() {
        assertThat(MaitredTopology.boardPartition("club:7/12")).isEqualTo(Topics.partitionOf("club:7"));
        assertThat(MaitredTopology.boardPartition("club:7/")).isEqualTo(Topics.partitionOf("club:7"));
        assertThat(MaitredTopology.boardPartition("a%2Fb:7/12")).isEqualTo(Topics.partitionOf("a/b:7"));
        assertThat(MaitredTopology.boardPartition("/club/11")).isEqualTo(11);
        assertThat(MaitredTopology.queuePartition("club:jobs/mail")).isEqualTo(Topics.partitionOf("club:jobs/mail"));
        assertThat(MaitredTopology.queuePartition("/club/3")).isEqualTo(3);
    }
}
