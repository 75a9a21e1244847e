package dev.maitred.ops.reconcile;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.BoardEntry;
import dev.maitred.ops.boards.BoardReplica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps every version of a source's boards from now on, to tell what they were at an LSN. */
final class Recorder implements BoardReplica.Listener, AutoCloseable {

    private final BoardReplica replica;
    private final String source;
    private final Map<String, BoardEntry> begin;
    private final Map<Integer, List<Step>> steps = new HashMap<>();
    private final Map<Integer, AsOf> beganAt = new HashMap<>();

    private record Step(AsOf asOf, Map<String, @Nullable BoardEntry> changed) {}

    Recorder(BoardReplica replica, Watermarks watermarks, String source) {
        this.replica = replica;
        this.source = source;
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            beganAt.put(partition, watermarks.at(source, partition));
            steps.put(partition, new ArrayList<>());
        }
        replica.listen(this);
        // Read after listening: what changed in between is in both, and the later version is the same.
        this.begin = replica.ofSource(source);
    }

    @Override
    public synchronized void changed(
            int partition,
            String of,
            AsOf asOf,
            Map<String, @Nullable BoardEntry> changed,
            Replica.Travelled travelled) {
        if (of.equals(source)) {
            steps.getOrDefault(partition, new ArrayList<>()).add(new Step(asOf, changed));
        }
    }

    /**
     * A partition's boards in their last version not after an LSN.
     *
     * @param asOf of that version; what it says of expiries is at its clock
     */
    record Stand(AsOf asOf, Map<String, BoardEntry> boards) {}

    synchronized Stand at(int partition, Lsn lsn) {
        Map<String, BoardEntry> boards = new HashMap<>();
        begin.forEach((key, board) -> {
            if (Topics.partitionOf(dev.maitred.streams.venue.BoardKeys.venueOf(key)) == partition) {
                boards.put(key, board);
            }
        });
        AsOf asOf = beganAt.getOrDefault(partition, AsOf.NOTHING);
        for (Step step : steps.getOrDefault(partition, List.of())) {
            if (lsn.isBefore(step.asOf().lsn())) {
                break;
            }
            asOf = step.asOf();
            step.changed().forEach((key, board) -> {
                if (board == null) {
                    boards.remove(key);
                } else {
                    boards.put(key, board);
                }
            });
        }
        return new Stand(asOf, boards);
    }

    @Override
    public void close() {
        replica.unlisten(this);
    }
}
