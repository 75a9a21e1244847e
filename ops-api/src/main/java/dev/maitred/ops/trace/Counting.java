package dev.maitred.ops.trace;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.ops.queues.QueueReplica;
import dev.maitred.streams.topology.VenueQuestions;
import dev.maitred.streams.topology.VenueQuestions.NotAnsweringException;
import dev.maitred.streams.topology.VenueQuestions.Standing;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which board counts what a log says last of a row, and how; or why none does. */
final class Counting {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final VenueQuestions questions;
    private final QueueReplica queues;

    Counting(VenueQuestions questions, QueueReplica queues) {
        this.questions = questions;
        this.queues = queues;
    }

    /** @return null where the last record is a tombstone: what is gone counts nowhere */
    Trace.@Nullable Board of(RowLog.Standing last) throws InterruptedException {
        Change change = last.change();
        if (change == null) {
            return null;
        }
        String owner = last.key().owner();
        return switch (change) {
            case Reservation its ->
                elsewhere(
                        owner,
                        "It stands on no board itself: it decides how the occupants that name it count. It is "
                                + ChangeFields.word(its.state()) + until(its.expiresAtMicros()) + ".");
            case QueueItem item -> queue(owner, item);
            case Occupant occupant
            when occupant.slot().isEmpty() ->
                elsewhere(owner, "It takes a span of time and no slot; spans are not folded into boards yet.");
            case Occupant occupant -> asked(last, occupant.slot());
            case CheckIn its -> asked(last, its.slot());
            case Session its -> asked(last, its.slot());
            case Payment its -> asked(last, its.slot());
            case Capacity its -> asked(last, its.slot());
            case Unit its -> asked(last, its.slot());
            case Slot its -> asked(last, last.key().row());
            case Venue its -> asked(last, "");
            default ->
                elsewhere(
                        owner,
                        "It is in the log and on no board: changes of this kind are not folded into answers yet.");
        };
    }

    private static Trace.Board elsewhere(String owner, String says) {
        return new Trace.Board(owner, "", null, null, null, says);
    }

    private Trace.Board queue(String owner, QueueItem item) {
        QueueReplica.Reading reading = queues.read(owner);
        boolean open = item.state().isOpen();
        String says = "It is " + ChangeFields.word(item.state())
                + (open
                        ? ", so it counts towards the depth of the queue " + owner
                        : ", so it no longer counts towards the depth of the queue " + owner)
                + (reading.board() == null ? ", of which there is no answer yet" : "") + ".";
        return board(
                owner,
                "",
                open ? ChangeFields.word(item.state()) : null,
                reading.asOf().lsn(),
                reading.asOf().clockMicros(),
                says);
    }

    private Trace.Board asked(RowLog.Standing last, String slot) throws InterruptedException {
        String owner = last.key().owner();
        Standing standing;
        try {
            standing = questions.standing(last.key(), slot, PATIENCE);
        } catch (NotAnsweringException e) {
            return elsewhere(
                    owner,
                    "Whether it counts cannot be told now: the rows of " + owner
                            + " are being moved or rebuilt. Ask again in a second.");
        }
        String place = slot.isEmpty() ? "the venue " + owner : "slot " + slot + " of " + owner;
        CountingWords words = new CountingWords(standing, place);
        return board(owner, slot, words.countsAs(), standing.lsn(), standing.clockMicros(), words.says(last));
    }

    private static Trace.Board board(
            String owner, String slot, @Nullable String countsAs, Lsn lsn, long clockMicros, String says) {
        boolean known = clockMicros != Micros.UNKNOWN;
        return new Trace.Board(
                owner, slot, countsAs, known ? lsn.toString() : null, known ? Micros.instant(clockMicros) : null, says);
    }

    static String until(long micros) {
        return micros == Micros.NEVER || micros == Micros.UNKNOWN ? "" : " until " + Micros.instant(micros);
    }
}
