package dev.maitred.streams;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words in which tests speak of a night at a club. */
public final class Night {

    public static final String CLUB = "club:7";
    public static final String NIGHT = "12";
    public static final long NINE_PM = Micros.of(Instant.parse("2026-11-20T20:00:00Z"));

    private Night() {}

    public static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos() / 1000;
    }

    public static ChangeKey key(Entity entity, String rule, String row) {
        return new ChangeKey(CLUB, entity, rule, row);
    }

    public static ChangeKey venueKey() {
        return key(Entity.VENUE, "clubs", "7");
    }

    public static ChangeKey slotKey(String slot) {
        return key(Entity.SLOT, "events", slot);
    }

    public static ChangeKey unitKey(String unit) {
        return key(Entity.UNIT, "tables", unit);
    }

    public static ChangeKey booking(String row) {
        return key(Entity.OCCUPANT, "bookings", row);
    }

    public static ChangeKey hold(String row) {
        return key(Entity.OCCUPANT, "holds", row);
    }

    public static Venue venue() {
        return new Venue("Club Seven", "", "Europe/Berlin", 6 * 60);
    }

    public static Slot slot() {
        return slot(true);
    }

    public static Slot slot(boolean open) {
        return new Slot("Friday", NINE_PM, NINE_PM + seconds(8 * 3600), open);
    }

    public static Unit table(String section) {
        return new Unit("", "", section, 4, true);
    }

    public static Capacity capacity(@Nullable Long pieces) {
        return new Capacity(NIGHT, "floor", pieces);
    }

    /** A hold of units of {@link #NIGHT}. */
    public static Occupant held(long expiresAtMicros, String... units) {
        return occupant(Occupant.Kind.HOLD, Occupant.State.HELD, NIGHT, List.of(units), "", 0, expiresAtMicros);
    }

    public static Occupant booked(String slot, String... units) {
        return occupant(Occupant.Kind.BOOKING, Occupant.State.CONFIRMED, slot, List.of(units), "", 0, Micros.NEVER);
    }

    /** A booking of {@link #NIGHT} in any state. */
    public static Occupant booking(Occupant.State state, String... units) {
        return occupant(Occupant.Kind.BOOKING, state, NIGHT, List.of(units), "", 0, Micros.NEVER);
    }

    public static Occupant block(String... units) {
        return occupant(Occupant.Kind.BLOCK, Occupant.State.CONFIRMED, NIGHT, List.of(units), "", 0, Micros.NEVER);
    }

    public static Occupant pieces(Occupant.State state, String section, long quantity, long expiresAtMicros) {
        return occupant(Occupant.Kind.RESERVATION, state, NIGHT, List.of(), section, quantity, expiresAtMicros);
    }

    public static Occupant occupant(
            Occupant.Kind kind,
            Occupant.State state,
            String slot,
            List<String> units,
            String section,
            long quantity,
            long expiresAtMicros) {
        return new Occupant(
                kind,
                state,
                slot,
                Micros.UNKNOWN,
                Micros.UNKNOWN,
                units,
                section,
                quantity,
                expiresAtMicros,
                2,
                null,
                "",
                Micros.UNKNOWN);
    }

    /** The same occupant as a member of a reservation. */
    public static Occupant of(ChangeKey reservation, Occupant occupant) {
        return new Occupant(
                occupant.kind(),
                occupant.state(),
                occupant.slot(),
                occupant.startsAtMicros(),
                occupant.endsAtMicros(),
                occupant.units(),
                occupant.section(),
                occupant.quantity(),
                occupant.expiresAtMicros(),
                occupant.partySize(),
                occupant.amount(),
                reservation.reference(),
                occupant.madeAtMicros());
    }

    public static ChangeKey order(String row) {
        return key(Entity.RESERVATION, "orders", row);
    }

    public static Reservation order(Occupant.State state, long expiresAtMicros) {
        return new Reservation(state, expiresAtMicros, 2, null);
    }

    public static CheckIn admitted(int people, long atMicros) {
        return new CheckIn(NIGHT, CheckIn.Outcome.ADMITTED, "", "scan", "", people, atMicros);
    }

    public static CheckIn rejected(String reason) {
        return new CheckIn(NIGHT, CheckIn.Outcome.REJECTED, reason, "scan", "", 1, NINE_PM);
    }

    public static Session session(long closedAtMicros) {
        return new Session(NIGHT, "1", NINE_PM, closedAtMicros);
    }

    public static Payment deposit(long minor, String currency) {
        return new Payment(NIGHT, "1", "1", new Money(minor, currency), "card", "deposit", NINE_PM);
    }
}
