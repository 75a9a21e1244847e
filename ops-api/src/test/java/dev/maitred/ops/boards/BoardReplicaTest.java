package dev.maitred.ops.boards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import dev.maitred.streams.venue.BoardDetails;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BoardReplicaTest {

    private static final Replica.Travelled TRAVELLED = new Replica.Travelled(0, 0, 0, true);
    private static final String VENUE = "club:1";
    private static final int PARTITION = Topics.partitionOf(VENUE);

    private final Watermarks watermarks = new Watermarks(source -> {});
    private final BoardReplica replica = new BoardReplica(watermarks);

    @BeforeEach
    void caughtUp() {
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            replica.caughtUp(partition);
        }
    }

    @Test
    void before_all_that_was_there_is_read_nothing_is_known() {
        BoardReplica reading = new BoardReplica(new Watermarks(source -> {}));
        reading.watermark(PARTITION, "club", new BoardWatermark(1, new Lsn(1), 1, false), TRAVELLED);

        assertThat(reading.read(VENUE, "7").asOf()).isEqualTo(AsOf.NOTHING);
        assertThat(reading.mayCome(VENUE)).isTrue();
        assertThat(reading.mayCome("other:1")).isTrue();

        reading.caughtUp(PARTITION);

        assertThat(reading.read(VENUE, "7").asOf().lsn()).isEqualTo(new Lsn(1));
        assertThat(reading.mayCome(VENUE)).isFalse();
    }

    @Test
    void a_board_is_seen_from_its_watermark_on_and_not_before() {
        assertThat(replica.mayCome(VENUE)).isTrue();
        put("7", 1);
        assertThat(replica.read(VENUE, "7")).isEqualTo(new Boards.Reading(null, AsOf.NOTHING));
        watermark(1);

        assertThat(text(replica.read(VENUE, "7").board())).isEqualTo("{\"lsn\":1,\"units\":[]}");
        assertThat(replica.read(VENUE, "7").asOf().lsn()).isEqualTo(new Lsn(1));
        assertThat(replica.mayCome(VENUE)).isFalse();
        assertThat(replica.mayCome("other:1")).isFalse();
    }

    @Test
    void what_another_source_says_of_its_own_in_the_same_partition_shows_nothing_of_this_one() {
        put("7", 1);
        replica.watermark(PARTITION, "other", new BoardWatermark(1, new Lsn(9), 9, false), TRAVELLED);

        assertThat(replica.read(VENUE, "7").board()).isNull();
        assertThat(replica.read(VENUE, "7").asOf()).isEqualTo(AsOf.NOTHING);
    }

    @Test
    void a_reading_is_of_one_moment_however_many_read_while_it_is_written() throws InterruptedException {
        int rounds = 20_000;
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<@Nullable String> torn = new AtomicReference<>();
        AtomicLong read = new AtomicLong();
        List<Thread> readers = List.of(
                Thread.ofPlatform().unstarted(() -> readUntil(done, read, torn)),
                Thread.ofPlatform().unstarted(() -> readUntil(done, read, torn)));
        put("7", 1);
        put("8", 1);
        watermark(1);
        readers.forEach(Thread::start);
        for (int lsn = 2; lsn <= rounds || read.get() < 1_000; lsn++) {
            put("7", lsn);
            put("8", lsn);
            watermark(lsn);
        }
        done.set(true);
        for (Thread reader : readers) {
            assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(torn.get()).isNull();
    }

    private void readUntil(AtomicBoolean done, AtomicLong read, AtomicReference<@Nullable String> torn) {
        while (!done.get()) {
            Boards.Reading one = replica.read(VENUE, "7");
            String expected = json(one.asOf().lsn().value());
            if (!expected.equals(text(one.board()))) {
                torn.set(one.toString());
            }
            Boards.Listing all =
                    replica.slots(VENUE, Long.MIN_VALUE, Long.MAX_VALUE).orElseThrow();
            String summary = "{\"lsn\":" + all.asOf().lsn().value() + "}";
            if (!all.values().stream().allMatch(each -> new String(each, StandardCharsets.UTF_8).equals(summary))) {
                torn.set("listing as of " + all.asOf());
            }
            read.incrementAndGet();
        }
    }

    private void put(String slot, long lsn) {
        byte[] json = json(lsn).getBytes(StandardCharsets.UTF_8);
        int unitsFrom = json.length - ",\"units\":[]}".length();
        byte[] details = new BoardDetails(new Position(1, new Lsn(lsn), 1), 0, 0, unitsFrom, json.length - 1).bytes();
        replica.put(PARTITION, VENUE + "/" + slot, json, details);
    }

    private void watermark(long lsn) {
        replica.watermark(PARTITION, "club", new BoardWatermark(1, new Lsn(lsn), lsn, false), TRAVELLED);
    }

    private static String json(long lsn) {
        return "{\"lsn\":" + lsn + ",\"units\":[]}";
    }

    private static String text(@Nullable BoardEntry board) {
        return board == null ? "" : new String(board.whole(), StandardCharsets.UTF_8);
    }
}
