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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps every version of a source's boards from now on, to tell what they were at an LSN. */
final class Recorder implements BoardReplica.Listener, AutoCloseable {

    private final BoardReplica replica;
    private final String source;
    private final Map<Integer, Stand> begin = new HashMap<>();
    private final Map<Integer, List<Step>> steps = new HashMap<>();

    private record Step(AsOf asOf, boolean anew, Map<String, @Nullable BoardEntry> changed) {}

    Recorder(BoardReplica replica, Watermarks watermarks, String source) {
        this.replica = replica;
        this.source = source;
        replica.listen(this);
        // Read after listening: what changes in between is in both, and told again it is the same.
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            int each = partition;
            begin.put(
                    each,
                    watermarks.together(each, () -> new Stand(watermarks.at(source, each), replica.of(source, each))));
        }
    }

    @Override
    public synchronized void changed(
            int partition,
            String of,
            AsOf asOf,
            boolean anew,
            Map<String, @Nullable BoardEntry> changed,
            Replica.Travelled travelled) {
        if (of.equals(source)) {
            steps.computeIfAbsent(partition, any -> new ArrayList<>()).add(new Step(asOf, anew, changed));
        }
    }

    /**
     * A partition's boards in their last version not after an LSN.
     *
     * @param asOf of that version; what it says of expiries is at its clock
     */
    record Stand(AsOf asOf, Map<String, BoardEntry> boards) {}

    /** Empty: the fold began anew around this LSN, and nobody was told of every commit before it. */
    synchronized Optional<Stand> at(int partition, Lsn lsn) {
        Stand began = Objects.requireNonNull(begin.get(partition));
        Map<String, BoardEntry> boards = new HashMap<>(began.boards());
        AsOf asOf = began.asOf();
        for (Step step : steps.getOrDefault(partition, List.of())) {
            if (lsn.isBefore(step.asOf().lsn())) {
                return step.anew() && asOf.lsn().isBefore(lsn)
                        ? Optional.empty()
                        : Optional.of(new Stand(asOf, boards));
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
        return Optional.of(new Stand(asOf, boards));
    }

    @Override
    public void close() {
        replica.unlisten(this);
    }
}
