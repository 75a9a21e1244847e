package dev.maitred.packs.nightclub.history;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.nightclub.history.OutboxStory.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one table in one night, told to its end and written as far as it has come at the present: booked ahead,
 * called off, stayed away, seated, turned.
 */
final class TableStory {

    private static final int MOST_TURNS = 5;

    private final Ledger ledger;
    private final OutboxStory outbox;
    private final Night night;
    private final Instant now;
    private final List<Subject> admitted = new ArrayList<>();
    private final List<Subject> cancelled = new ArrayList<>();

    TableStory(Ledger ledger, OutboxStory outbox, Night night, Instant now) {
        this.ledger = ledger;
        this.outbox = outbox;
        this.night = night;
        this.now = now;
    }

    /** A booking that the door knows, since the given instant. */
    record Subject(long bookingId, String code, Instant since) {}

    /** Who was let in so far. */
    List<Subject> admitted() {
        return admitted;
    }

    /** Who called off so far. */
    List<Subject> cancelled() {
        return cancelled;
    }

    /** When things happen to one booking; what never happens is at {@link Instant#MAX}. */
    private record Fate(Instant cancelled, Instant noShow, Instant arrived, Instant seated, Instant left) {

        Instant over() {
            return cancelled.isBefore(noShow) ? cancelled : noShow.isBefore(left) ? noShow : left;
        }
    }

    /** Writes the table's bookings; whether it is free at the present. */
    boolean tell(Unit unit, Dice dice) {
        Instant created = dice.chance(night.demand())
                ? night.start().minus(dice.about(Duration.ofHours(60), Duration.ofHours(190)))
                : null;
        boolean free = true;
        for (int turn = 0; turn < MOST_TURNS && created != null && opensAt(created); turn++) {
            Fate fate = fate(created, dice);
            book(unit, created, fate, dice);
            free = happened(fate.over());
            created = nextBooking(fate, dice);
        }
        return free && night.cancelledAt().isAfter(now);
    }

    private boolean opensAt(Instant created) {
        return happened(created) && created.isBefore(night.cancelledAt());
    }

    private boolean happened(Instant instant) {
        return !instant.isAfter(now);
    }

    private Fate fate(Instant created, Dice dice) {
        boolean ahead = created.isBefore(night.start());
        int roll = dice.below(100);
        Instant never = Instant.MAX;
        if (ahead && roll < 9) {
            return calledOff(dice.between(created.plusSeconds(60), night.start()));
        }
        if (ahead && roll < 16) {
            Instant noShow = night.start().plus(dice.between(minutes(110), minutes(165)));
            return night.cancelledAt().isBefore(noShow)
                    ? calledOff(night.cancelledAt())
                    : new Fate(never, noShow, never, never, never);
        }
        Instant arrived = ahead
                ? night.start().plus(minutes(5)).plusSeconds((long) (dice.bell() * 190 * 60))
                : created.plus(dice.between(minutes(2), minutes(18)));
        if (night.cancelledAt().isBefore(arrived)) {
            return calledOff(night.cancelledAt());
        }
        Instant seated = arrived.plus(dice.between(minutes(1), minutes(7)));
        Instant left = seated.plus(dice.between(minutes(70), minutes(200)));
        return new Fate(never, never, arrived, seated, left.isBefore(night.end()) ? left : night.end());
    }

    private Fate calledOff(Instant at) {
        Instant cancelledAt = at.isBefore(night.cancelledAt()) ? at : night.cancelledAt();
        return new Fate(cancelledAt, Instant.MAX, Instant.MAX, Instant.MAX, Instant.MAX);
    }

    /** When the next guest books the table that has become free; null when nobody does. */
    private @Nullable Instant nextBooking(Fate fate, Dice dice) {
        Instant free = fate.over();
        Instant lastCall = night.end().minus(minutes(75));
        boolean wanted = dice.chance(fate.cancelled().equals(free) ? 0.7 : 0.55);
        if (!wanted || free.isAfter(lastCall)) {
            return null;
        }
        return fate.cancelled().equals(free)
                ? dice.between(free.plusSeconds(60), night.start().plus(minutes(60)))
                : free.plus(dice.between(minutes(2), minutes(15)));
    }

    private void book(Unit unit, Instant created, Fate fate, Dice dice) {
        String status = happened(fate.cancelled())
                ? "CANCELLED"
                : happened(fate.noShow())
                        ? "NO_SHOW"
                        : happened(fate.left()) ? "COMPLETED" : happened(fate.seated()) ? "SEATED" : "BOOKED";
        boolean isSeated = happened(fate.seated());
        Instant updated = happened(fate.over()) ? fate.over() : isSeated ? fate.seated() : created;
        String phone = People.phone(dice);
        String code = "B" + dice.token();
        int party = dice.between(Math.max(1, unit.seats() / 2), unit.seats());
        String channel = created.isBefore(night.start()) ? (dice.chance(0.8) ? "BOT" : "WEB") : "DOOR";
        long id = ledger.bookings.add(
                night.id(),
                unit.id(),
                status,
                party,
                channel,
                code,
                "bk-" + dice.token(),
                People.name(dice),
                phone,
                dice.chance(0.1) ? People.note(dice) : null,
                unit.minDepositMinor(),
                unit.minDepositMinor() * 4,
                night.club().currency(),
                created,
                updated,
                isSeated ? fate.seated() : null);
        if (happened(fate.cancelled())) {
            cancelled.add(new Subject(id, code, fate.cancelled()));
        }
        if (happened(fate.arrived())) {
            admitted.add(new Subject(id, code, fate.arrived()));
            ledger.checkIns.add(
                    night.club().id(),
                    night.id(),
                    "BOOKING",
                    id,
                    null,
                    DoorStory.method(dice),
                    "ADMITTED",
                    null,
                    party,
                    code,
                    fate.arrived());
        }
        if (isSeated) {
            seat(unit, id, fate, dice);
        }
        write(id, created, fate, phone);
    }

    private void seat(Unit unit, long booking, Fate fate, Dice dice) {
        long session = ledger.sessions.add(
                night.id(),
                unit.id(),
                booking,
                People.name(dice),
                fate.seated(),
                happened(fate.left()) ? fate.left() : null);
        Instant taken = fate.seated().plus(dice.between(minutes(3), minutes(15)));
        for (int i = dice.between(1, 2); i > 0 && happened(taken) && taken.isBefore(fate.left()); i--) {
            long amount = Math.max(unit.minDepositMinor(), 3_000) + 500L * dice.below(12);
            ledger.deposits.add(session, amount, night.club().currency(), dice.chance(0.7) ? "CARD" : "CASH", taken);
            taken = taken.plus(dice.between(minutes(25), minutes(70)));
        }
    }

    private void write(long booking, Instant created, Fate fate, String phone) {
        String payload = "{\"template\": \"booking\", \"night\": " + night.id() + "}";
        long club = night.club().id();
        Instant reminder = night.start().minus(Duration.ofHours(3));
        outbox.add(new Message("booking.confirmed", club, null, booking, phone, payload, 2, created, created));
        if (created.isBefore(reminder.minus(Duration.ofHours(1)))
                && (fate.cancelled().isAfter(reminder) || !happened(fate.cancelled()))) {
            outbox.add(new Message("booking.reminder", club, null, booking, phone, payload, 4, created, reminder));
        }
        if (fate.cancelled().isBefore(Instant.MAX)) {
            outbox.add(new Message(
                    "booking.cancelled", club, null, booking, phone, payload, 2, fate.cancelled(), fate.cancelled()));
        }
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
