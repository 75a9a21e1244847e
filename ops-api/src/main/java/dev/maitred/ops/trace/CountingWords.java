package dev.maitred.ops.trace;

import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.topology.VenueQuestions.CountedOccupant;
import dev.maitred.streams.topology.VenueQuestions.NamedReservation;
import dev.maitred.streams.topology.VenueQuestions.Standing;
import org.jspecify.annotations.Nullable;

/**
 * How a fold's row counts, in words.
 *
 * @param place the slot or the venue, as a sentence calls it
 */
record CountingWords(Standing standing, String place) {

    /** Null: it does not count. */
    @Nullable
    String countsAs() {
        FoldedRow row = standing.row();
        Change change = row == null ? null : row.change();
        CountedOccupant counted = standing.counted();
        return switch (change) {
            case null -> null;
            case Occupant its -> counted != null && standing.slotIsOpen() ? counted.countsAs() : null;
            case Unit unit when !unit.active() -> null;
            case Slot slot when !slot.open() -> null;
            default ->
                standing.slotIsOpen() || change instanceof Unit || change instanceof Venue
                        ? change.entity().text()
                        : null;
        };
    }

    /** @param last as the log has it */
    String says(RowLog.Standing last) {
        FoldedRow row = standing.row();
        if (row == null || last.position().isAfter(row.position())) {
            return "The board of " + place + " has not come to the log's last record yet; it stands at "
                    + standing.lsn() + ".";
        }
        Change change = row.change();
        String sentence = switch (change) {
            case null -> "It is gone from " + place + " by now.";
            case Occupant its -> occupant(its);
            case Unit unit when !unit.active() -> "It offers nothing: it is not active.";
            case Slot slot when !slot.open() -> "It has no board: it is not open.";
            case Unit unit -> "It is one of the units of " + place + ".";
            case Venue venue -> "It is told as a venue.";
            default ->
                standing.slotIsOpen()
                        ? "It counts on the board of " + place + " as its "
                                + change.entity().text() + "."
                        : noBoard("It counts nowhere");
        };
        return row.position().isAfter(last.position())
                ? sentence + " The fold has a newer record than the log had when it was read."
                : sentence;
    }

    private String occupant(Occupant own) {
        CountedOccupant counted = standing.counted();
        if (counted != null) {
            String as = "counts as " + counted.countsAs();
            if (!standing.slotIsOpen()) {
                return noBoard("It " + as + " on no board");
            }
            String units = counted.labels().isEmpty() ? "" : " for " + String.join(", ", counted.labels());
            return "It " + as + units + " on the board of " + place + Counting.until(counted.countsUntilMicros())
                    + byReservation(own) + ".";
        }
        String nothing = "It takes nothing on the board of " + place + ": ";
        if (!own.state().occupies()) {
            return nothing + "its state is " + ChangeFields.word(own.state()) + ".";
        }
        if (own.expiresAtMicros() <= standing.clockMicros()) {
            return nothing + "it expired at " + instant(own.expiresAtMicros()) + ", and the board's clock says "
                    + instant(standing.clockMicros()) + ".";
        }
        NamedReservation named = standing.reservation();
        Reservation its = named == null ? null : named.details();
        if (named == null || its == null) {
            return nothing
                    + "the fold does not count it, and no reason is known. ./maitred reconcile compares all boards.";
        }
        boolean expired = its.expiresAtMicros() <= standing.clockMicros();
        return nothing + "by itself it would be " + ChangeFields.word(own.state()) + ", but its reservation "
                + named.reference() + " decides, which "
                + (its.state().occupies() && expired
                        ? "expired at " + instant(its.expiresAtMicros()) + "; the board's clock says "
                                + instant(standing.clockMicros())
                        : "is " + ChangeFields.word(its.state()))
                + ".";
    }

    private String byReservation(Occupant own) {
        NamedReservation named = standing.reservation();
        if (named == null) {
            return "";
        }
        Reservation its = named.details();
        return its == null
                ? "; its reservation " + named.reference() + " is not there, so it counts as held"
                : "; its reservation " + named.reference() + " decides, which is " + ChangeFields.word(its.state())
                        + " (the row itself: " + ChangeFields.word(own.state()) + ")";
    }

    private String noBoard(String begin) {
        return begin + ": there is no " + place + ", or it is not open.";
    }

    private static String instant(long micros) {
        return micros == Micros.UNKNOWN ? "nothing yet" : Micros.instant(micros).toString();
    }
}
