package dev.maitred.ops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.BoardEntry;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import dev.maitred.streams.venue.BoardDetails;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecorderTest {

    private static final String VENUE = "club:1";
    private static final int PARTITION = Topics.partitionOf(VENUE);

    private final Watermarks watermarks = new Watermarks(source -> {});
    private final BoardReplica replica = new BoardReplica(watermarks);

    RecorderTest() {
        replica.caughtUp(PARTITION);
        told(10, false);
    }

    @Test
    void the_boards_at_an_lsn_are_their_last_version_not_after_it() {
        try (Recorder recorder = new Recorder(replica, watermarks, "club")) {
            told(20, false);
            told(30, false);

            assertThat(at(recorder, 19)).contains("10 as of 0/A");
            assertThat(at(recorder, 20)).contains("20 as of 0/14");
            assertThat(at(recorder, 29)).contains("20 as of 0/14");
            assertThat(at(recorder, 99)).contains("30 as of 0/1E");
        }
    }

    @Test
    void before_a_fold_that_began_anew_nobody_knows_what_they_were() {
        try (Recorder recorder = new Recorder(replica, watermarks, "club")) {
            told(20, true);
            told(30, false);

            assertThat(at(recorder, 15)).isEmpty();
            assertThat(at(recorder, 10)).contains("10 as of 0/A");
            assertThat(at(recorder, 20)).contains("20 as of 0/14");
            assertThat(at(recorder, 25)).contains("20 as of 0/14");
        }
    }

    private void told(long lsn, boolean anew) {
        byte[] json = Long.toString(lsn).getBytes(StandardCharsets.UTF_8);
        byte[] details = new BoardDetails(new Position(1, new Lsn(lsn), 1), 0, 0, 0, json.length).bytes();
        replica.put(PARTITION, VENUE + "/7", json, details);
        replica.watermark(
                PARTITION,
                "club",
                new BoardWatermark(1, new Lsn(lsn), lsn, anew),
                new Replica.Travelled(0, 0, 0, true));
    }

    private static Optional<String> at(Recorder recorder, long lsn) {
        return recorder.at(PARTITION, new Lsn(lsn)).map(stand -> {
            BoardEntry board = Objects.requireNonNull(stand.boards().get(VENUE + "/7"));
            return new String(board.whole(), StandardCharsets.UTF_8) + " as of "
                    + stand.asOf().lsn();
        });
    }
}
