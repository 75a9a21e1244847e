package dev.maitred.streams.topology;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Reservation;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.fold.SourceProgress;
import dev.maitred.streams.topology.FoldStore.FoldQuery;
import dev.maitred.streams.venue.Board;
import dev.maitred.streams.venue.Counts;
import dev.maitred.streams.venue.VenueFold;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;
import org.jspecify.annotations.Nullable;

/** Questions to the fold of the partition that a venue is in, by interactive query. */
public final class VenueQuestions {

    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(2);

    private final KafkaStreams streams;

    public VenueQuestions(KafkaStreams streams) {
        this.streams = streams;
    }

    /**
     * A board's counts and the occupants that make them up, both as of one LSN.
     *
     * @param clockMicros the source's clock then
     */
    public record Explanation(Counts counts, List<CountedOccupant> occupants, Lsn lsn, long clockMicros) {}

    /**
     * An occupant that is counted.
     *
     * @param row rule and primary key, as in {@code bookings/42}
     * @param occupant as its own row says
     * @param labels what its units are called now, in their order; the id of a unit that has no name or is gone
     * @param countsAs held, taken, seated or blocked: by its own state, or by that of its reservation
     * @param countsUntilMicros the earlier of both expiries; {@link dev.maitred.contract.Micros#NEVER} when there is none
     * @param position of the change of its row that made it so
     * @param reservation null: it belongs to none
     */
    public record CountedOccupant(
            String row,
            Occupant occupant,
            List<String> labels,
            String countsAs,
            long countsUntilMicros,
            Position position,
            @Nullable NamedReservation reservation) {

        public CountedOccupant {
            labels = List.copyOf(labels);
        }
    }

    /**
     * The reservation that an occupant names.
     *
     * @param reference rule and primary key, as the occupant's row says
     * @param details null: it is not there, and its members count as held
     * @param position of the change that made it so; null: it is not there
     */
    public record NamedReservation(
            String reference,
            @Nullable Reservation details,
            @Nullable Position position) {}

    /** The store is not here, or not ready. */
    public static final class NotAnsweringException extends Exception {

        private static final long serialVersionUID = 1L;

        NotAnsweringException(String why) {
            super(why);
        }
    }

    /**
     * @param patience a question that meets a source transaction half folded is asked again for this long
     * @return empty when there is no such open slot, or nothing is known of its source yet
     */
    public Optional<Explanation> explain(String venue, String slot, Duration patience)
            throws NotAnsweringException, InterruptedException {
        return ask(venue, fold -> explain((VenueFold) fold, venue, slot), patience);
    }

    /**
     * One row as the fold has it, whether it counts or not.
     *
     * @param row null: the fold knows no such row
     * @param slotIsOpen whether the slot that it names has a board
     * @param counted null: it takes nothing now, or is no occupant
     * @param reservation null: it names none, or is no occupant
     * @param clockMicros the source's clock then
     */
    public record Standing(
            @Nullable FoldedRow row,
            boolean slotIsOpen,
            @Nullable CountedOccupant counted,
            @Nullable NamedReservation reservation,
            Lsn lsn,
            long clockMicros) {}

    /**
     * @param key of something that is of a venue
     * @param slot that the row names; empty: none
     * @param patience a question that meets a source transaction half folded is asked again for this long
     */
    public Standing standing(ChangeKey key, String slot, Duration patience)
            throws NotAnsweringException, InterruptedException {
        return ask(key.owner(), fold -> standing((VenueFold) fold, key, slot), patience);
    }

    static Standing standing(VenueFold fold, ChangeKey key, String slot) {
        String text = key.toString();
        FoldedRow row = fold.row(text);
        Occupant counted = fold.counted(key.owner(), slot).get(text);
        SourceProgress progress = fold.progress(Fold.sourceOf(key.owner()));
        return new Standing(
                row,
                fold.board(key.owner(), slot) != null,
                counted == null ? null : counted(fold, key.owner(), Map.entry(text, counted)),
                row != null && row.change() instanceof Occupant own ? reservation(fold, key.owner(), own) : null,
                progress.lsn(),
                progress.clockMicros());
    }

    static Optional<Explanation> explain(VenueFold fold, String venue, String slot) {
        Board board = fold.board(venue, slot);
        if (board == null) {
            return Optional.empty();
        }
        List<CountedOccupant> occupants = fold.counted(venue, slot).entrySet().stream()
                .map(entry -> counted(fold, venue, entry))
                .sorted(Comparator.comparing(CountedOccupant::position).thenComparing(CountedOccupant::row))
                .toList();
        SourceProgress progress = fold.progress(Fold.sourceOf(venue));
        return Optional.of(new Explanation(board.counts(), occupants, progress.lsn(), progress.clockMicros()));
    }

    private static CountedOccupant counted(VenueFold fold, String venue, Map.Entry<String, Occupant> entry) {
        FoldedRow row = Objects.requireNonNull(fold.row(entry.getKey()));
        Occupant own = (Occupant) Objects.requireNonNull(row.change());
        Occupant counted = entry.getValue();
        List<String> labels =
                own.units().stream().map(unit -> fold.unitLabel(venue, unit)).toList();
        return new CountedOccupant(
                ChangeKey.parse(entry.getKey()).reference(),
                own,
                labels,
                countsAs(counted),
                counted.expiresAtMicros(),
                row.position(),
                reservation(fold, venue, own));
    }

    private static String countsAs(Occupant counted) {
        return counted.kind() == Occupant.Kind.BLOCK
                ? "blocked"
                : switch (counted.state()) {
                    case HELD -> "held";
                    case SEATED -> "seated";
                    case CONFIRMED, COMPLETED, CANCELLED, EXPIRED, NO_SHOW -> "taken";
                };
    }

    private static @Nullable NamedReservation reservation(VenueFold fold, String venue, Occupant occupant) {
        if (occupant.reservation().isEmpty()) {
            return null;
        }
        FoldedRow row = fold.reservationOf(venue, occupant);
        return row == null
                ? new NamedReservation(occupant.reservation(), null, null)
                : new NamedReservation(occupant.reservation(), (Reservation) row.change(), row.position());
    }

    private <R> R ask(String venue, Function<Fold, R> question, Duration patience)
            throws NotAnsweringException, InterruptedException {
        int partition = Topics.partitionOf(venue);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String why;
            try {
                QueryResult<R> result = streams.query(StateQueryRequest.inStore(Stores.VENUES)
                                .withQuery(new FoldQuery<>(Fold.sourceOf(venue), question))
                                .withPartitions(Set.of(partition)))
                        .getPartitionResults()
                        .get(partition);
                if (result != null && result.isSuccess()) {
                    return result.getResult();
                }
                why = result == null ? "this instance does not own partition " + partition : result.getFailureMessage();
                if (result != null && result.getFailureReason() == FailureReason.UNKNOWN_QUERY_TYPE) {
                    throw new IllegalStateException(why);
                }
            } catch (StreamsException e) {
                why = String.valueOf(e.getMessage());
            }
            if (System.nanoTime() > deadline) {
                throw new NotAnsweringException(why);
            }
            Thread.sleep(ASK_AGAIN_AFTER);
        }
    }
}
