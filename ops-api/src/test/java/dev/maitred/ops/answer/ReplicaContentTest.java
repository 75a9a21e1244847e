package dev.maitred.ops.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.contract.Lsn;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.ops.queues.QueueReplica;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What replicas promise to those who hand them records: taking one twice does no more than taking it once. */
class ReplicaContentTest {

    private static final byte[] NONE = new byte[0];
    private static final BoardWatermark MARK = new BoardWatermark(1, new Lsn(7), 5, false);
    private static final Replica.Travelled TRAVELLED = new Replica.Travelled(0, 0, 0, true);

    private final Watermarks watermarks = new Watermarks(source -> {});

    @Test
    void a_queue_that_a_listener_was_not_told_of_is_told_when_the_watermark_comes_again() {
        QueueReplica queues = new QueueReplica(watermarks);
        List<String> told = new ArrayList<>();
        boolean[] fails = {true};
        queues.listen((queue, value, asOf) -> {
            if (fails[0]) {
                throw new IllegalStateException("not now");
            }
            told.add(queue);
        });
        queues.put(3, "club:mail", NONE, NONE);

        assertThatThrownBy(() -> queues.watermark(3, "club", MARK, TRAVELLED)).hasMessage("not now");
        fails[0] = false;
        queues.watermark(3, "club", MARK, TRAVELLED);
        queues.watermark(3, "club", MARK, TRAVELLED);

        assertThat(told).containsExactly("club:mail");
    }

    @Test
    void a_board_that_a_listener_was_not_told_of_is_told_when_the_watermark_comes_again() {
        BoardReplica boards = new BoardReplica(watermarks);
        List<String> told = new ArrayList<>();
        boolean[] fails = {true};
        boards.listen((partition, source, asOf, anew, changed, travelled) -> {
            if (fails[0]) {
                throw new IllegalStateException("not now");
            }
            told.addAll(changed.keySet());
        });
        boards.put(3, "club:1/7", null, NONE);

        assertThatThrownBy(() -> boards.watermark(3, "club", MARK, TRAVELLED)).hasMessage("not now");
        fails[0] = false;
        boards.watermark(3, "club", MARK, TRAVELLED);
        boards.watermark(3, "club", MARK, TRAVELLED);

        assertThat(told).containsExactly("club:1/7");
    }
}
