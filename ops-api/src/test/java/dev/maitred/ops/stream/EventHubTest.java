package dev.maitred.ops.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.ops.pipeline.Pipeline;
import dev.maitred.ops.queues.QueueReplica;
import dev.maitred.ops.reports.EditionWatch;
import dev.maitred.ops.reports.NoReports;
import dev.maitred.ops.stream.EventStreams.EventStream;
import dev.maitred.ops.stream.EventStreams.Key;
import dev.maitred.ops.stream.EventStreams.Kind;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import dev.maitred.streams.venue.BoardDetails;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EventHubTest {

    private static final Replica.Travelled TRAVELLED = new Replica.Travelled(0, 0, 0, true);
    private static final String VENUE = "club:1";
    private static final int PARTITION = Topics.partitionOf(VENUE);
    private static final Duration AT_ONCE = Duration.ZERO;

    private final Watermarks watermarks = new Watermarks(source -> {});
    private final BoardReplica boards = new BoardReplica(watermarks);
    private final QueueReplica queues = new QueueReplica(new Watermarks(source -> {}));
    private final EventHub hub = new EventHub(
            boards,
            queues,
            new Pipeline(watermarks, () -> null, List::of),
            new EditionWatch(new NoReports("none here"), Duration.ofHours(1)));

    @Test
    void who_subscribes_while_it_is_still_read_is_told_when_all_that_was_there_has_been() throws InterruptedException {
        put("7");
        watermark(1, false);
        try (EventStream stream = hub.open(Set.of(new Key(Kind.BOARD, VENUE + "/7")))) {
            assertThat(stream.take(AT_ONCE)).isEmpty();

            boards.caughtUp(PARTITION);

            assertThat(texts(stream)).singleElement().asString().contains("{\"slot\":\"7\"}");
        }
    }

    @Test
    void that_there_is_no_such_board_is_said_once_it_is_known() throws InterruptedException {
        boards.caughtUp(PARTITION);
        try (EventStream stream = hub.open(Set.of(new Key(Kind.BOARD, VENUE + "/8")))) {
            assertThat(stream.take(AT_ONCE)).isEmpty();

            put("7");
            watermark(1, true);

            assertThat(texts(stream)).singleElement().asString().contains("\"value\":null");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"club:nope", "nope"})
    void that_there_is_no_such_queue_is_said_once_it_is_known(String name) throws InterruptedException {
        int its = Topics.partitionOf(name);
        try (EventStream stream = hub.open(Set.of(new Key(Kind.QUEUE, name)))) {
            queues.caughtUp(its);
            assertThat(stream.take(AT_ONCE)).isEmpty();

            queues.watermark(its, "club", new BoardWatermark(1, new Lsn(1), 1, false), TRAVELLED);

            assertThat(texts(stream)).singleElement().asString().contains("event: queue", "\"value\":null");
        }
        try (EventStream later = hub.open(Set.of(new Key(Kind.QUEUE, name)))) {
            assertThat(texts(later)).singleElement().asString().contains("\"value\":null");
        }
    }

    private static List<String> texts(EventStream stream) throws InterruptedException {
        return stream.take(Duration.ofSeconds(5)).stream()
                .map(event -> new String(event, StandardCharsets.UTF_8))
                .toList();
    }

    private void put(String slot) {
        byte[] json = ("{\"slot\":\"" + slot + "\"}").getBytes(StandardCharsets.UTF_8);
        byte[] details = new BoardDetails(new Position(1, new Lsn(1), 1), 0, 0, 0, json.length).bytes();
        boards.put(PARTITION, VENUE + "/" + slot, json, details);
    }

    private void watermark(long lsn, boolean anew) {
        boards.watermark(PARTITION, "club", new BoardWatermark(1, new Lsn(lsn), lsn, anew), TRAVELLED);
    }
}
