package dev.maitred.streams.venue;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.KeyParts;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Reservation;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to which reservation, and what that makes of them.
 *
 * <p>The reservation that an occupant names is the one of its own venue, or else one that has no venue and is written to every
 * partition under its source's name. Another venue's never counts: whether it is in this partition at all is chance.
 *
 * <ul>
 *   <li>What ended by itself stays ended, whatever its reservation says.
 *   <li>Else the reservation's state holds; but whoever is seated is seated as long as the reservation takes anything.
 *   <li>It ends at the earlier of both expiries.
 *   <li>Whose reservation is not there counts as held, until its own expiry. So it is before the reservation comes, and so it is when
 *       the reservation is gone: a row that is gone is forgotten in time, and what has been forgotten must not count other than what
 *       never was. It is the careful side as well: a place that somebody may have is not said to be free. Who deletes an order
 *       deletes its members with it, cancels it, or empties their reference; the last leaves each with its own state.
 * </ul>
 *
 * <p>The index from reservation to members is all that is kept here, a function of the rows; so a change of a reservation costs its
 * members, and a change of an occupant the same as one that has none.
 */
final class Reservations {

    private static final String KIND = "/reservation/";

    private final Function<String, @Nullable FoldedRow> rows;
    private final Map<String, Set<String>> members = new HashMap<>();
    /** Whether any reservation without a venue was ever met: most sources have none, and need not be asked for one. */
    private boolean someOfNoVenue;

    /** @param rows finds a row by its key as text */
    Reservations(Function<String, @Nullable FoldedRow> rows) {
        this.rows = rows;
    }

    /** Takes one member, with its key as text and its venue. */
    interface Member {
        void of(String row, String venue, Occupant occupant);
    }

    /** Notes that a row, by its key, names a reservation. */
    void join(String venue, Occupant occupant, String row) {
        if (!occupant.reservation().isEmpty()) {
            members.computeIfAbsent(group(venue, occupant.reservation()), any -> HashSet.newHashSet(2))
                    .add(row);
        }
    }

    void leave(String venue, Occupant occupant, String row) {
        if (!occupant.reservation().isEmpty()) {
            members.computeIfPresent(group(venue, occupant.reservation()), (group, its) -> {
                its.remove(row);
                return its.isEmpty() ? null : its;
            });
        }
    }

    /** Every occupant that this reservation may concern, whether it is there or not. */
    void forMembers(ChangeKey reservation, Member member) {
        boolean ofNoVenue = reservation.isOfNoVenue();
        someOfNoVenue |= ofNoVenue;
        for (String row : members.getOrDefault(group(reservation.owner(), reservation.reference()), Set.of())) {
            String venue = ChangeKey.parse(row).owner();
            FoldedRow folded = rows.apply(row);
            if ((ofNoVenue || venue.equals(reservation.owner()))
                    && folded != null
                    && folded.change() instanceof Occupant occupant) {
                member.of(row, venue, occupant);
            }
        }
    }

    private static String group(String owner, String reference) {
        return Fold.sourceOf(owner) + "/" + reference;
    }

    /** The keys under which an occupant's reservation may stand; the first that is there is its reservation. */
    private List<String> keys(String venue, Occupant occupant) {
        if (occupant.reservation().isEmpty()) {
            return List.of();
        }
        String row = KIND + occupant.reservation();
        if (!someOfNoVenue) {
            return List.of(KeyParts.escaped(venue) + row);
        }
        String source = KeyParts.escaped(Fold.sourceOf(venue));
        return List.of(KeyParts.escaped(venue) + row, source + row, source + ":" + row);
    }

    /** The row of the reservation that an occupant names; null: it names none, or it is not there. */
    @Nullable
    FoldedRow row(String venue, Occupant occupant) {
        for (String key : keys(venue, occupant)) {
            FoldedRow row = rows.apply(key);
            if (row != null && row.change() != null) {
                return row;
            }
        }
        return null;
    }

    /** Of the newest change of what an occupant names, though it be gone. */
    Position newest(String venue, Occupant occupant) {
        Position newest = Position.NONE;
        for (String key : keys(venue, occupant)) {
            FoldedRow row = rows.apply(key);
            newest = row != null && row.position().isAfter(newest) ? row.position() : newest;
        }
        return newest;
    }

    /** An occupant as it counts now. */
    Occupant counted(String venue, Occupant own) {
        FoldedRow row = row(venue, own);
        return counted(own, row == null ? null : (Reservation) row.change());
    }

    /** The same with one reservation, by its key as text, in another state than it is in. */
    Occupant counted(String venue, Occupant own, String except, @Nullable Reservation instead) {
        for (String key : keys(venue, own)) {
            FoldedRow row = rows.apply(key);
            Change its = key.equals(except) ? instead : row == null ? null : row.change();
            if (its != null) {
                return counted(own, (Reservation) its);
            }
        }
        return counted(own, null);
    }

    /** The rules. */
    static Occupant counted(Occupant own, @Nullable Reservation its) {
        if (own.reservation().isEmpty() || !own.state().occupies()) {
            return own;
        }
        if (its == null) {
            return as(own, Occupant.State.HELD, own.expiresAtMicros());
        }
        boolean seated = own.state() == Occupant.State.SEATED && its.state().occupies();
        return as(
                own,
                seated ? Occupant.State.SEATED : its.state(),
                Math.min(own.expiresAtMicros(), its.expiresAtMicros()));
    }

    private static Occupant as(Occupant own, Occupant.State state, long expiresAtMicros) {
        return state == own.state() && expiresAtMicros == own.expiresAtMicros()
                ? own
                : new Occupant(
                        own.kind(),
                        state,
                        own.slot(),
                        own.startsAtMicros(),
                        own.endsAtMicros(),
                        own.units(),
                        own.section(),
                        own.quantity(),
                        expiresAtMicros,
                        own.partySize(),
                        own.amount(),
                        own.reservation(),
                        own.madeAtMicros());
    }
}
