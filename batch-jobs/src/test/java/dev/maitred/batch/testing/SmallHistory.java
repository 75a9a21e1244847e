package dev.maitred.batch.testing;

import static dev.maitred.batch.testing.HandWrittenLog.Row.delete;

import dev.maitred.batch.testing.HandWrittenLog.Row;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Occupant.Kind;
import dev.maitred.contract.change.Occupant.State;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two nights of one club in Berlin, small enough to count by hand: the 22nd of November (slot 55, three tables, zones A and B) and
 * the 23rd (slot 56). What is written to the log is written to the booking database too.
 */
public final class SmallHistory {

    public static final String CLUB = "nightclub:7";
    public static final Instant NOON = Instant.parse("2030-11-22T12:00:00Z");
    public static final Instant DOORS = Instant.parse("2030-11-22T21:00:00Z");
    public static final Instant MORNING = Instant.parse("2030-11-23T08:00:00Z");

    private final HandWrittenLog log;
    private final SqlTotals source;

    public SmallHistory(HandWrittenLog log, SqlTotals source) {
        this.log = log;
        this.source = source;
    }

    /** All of it, up to a watermark the morning after. */
    public void write() {
        log.snapshot(
                NOON,
                Row.put(CLUB, "clubs", "7", new Venue("Blue", "", "Europe/Berlin", 360)),
                Row.put(CLUB, "events", "55", night("Friday", DOORS)),
                Row.put(CLUB, "events", "56", night("Saturday", DOORS.plus(Duration.ofDays(1)))),
                Row.put(CLUB, "tables", "1", new Unit("", "T1", "A", 4, true)),
                Row.put(CLUB, "tables", "2", new Unit("", "T2", "A", 2, true)),
                Row.put(CLUB, "tables", "3", new Unit("", "T3", "B", 6, true)),
                Row.put(CLUB, "tables", "4", new Unit("", "T4", "B", 6, false)));
        // A hold that becomes a booking, in one transaction.
        commit("13:00", hold("h1", "1", "13:05"));
        commit("13:03", booking("b1", "55", "1", State.CONFIRMED, 4, 10_000, "13:03"), gone("booking_holds", "h1"));
        // One that expires, one that is given back.
        commit("14:00", hold("h2", "2", "14:05"));
        commit("14:10", gone("booking_holds", "h2"));
        // The second table of zone A: sold out, then cancelled.
        commit("15:00", booking("b2", "55", "2", State.CONFIRMED, 2, 5_000, "15:00"));
        commit("16:00", booking("b2", "55", "2", State.CANCELLED, 2, 5_000, "15:00"));
        commit("17:00", hold("h3", "2", "17:05"));
        commit("17:02", gone("booking_holds", "h3"));
        log.abort(
                at("17:30"),
                Row.put(CLUB, "bookings", "b9", booked("55", "3", State.CONFIRMED, 9, 90_000, at("17:30"))));
        // The only table of zone B.
        commit("18:00", booking("b3", "55", "3", State.CONFIRMED, 3, 7_500, "18:00"));
        // A booking that moves to the next night.
        commit("18:30", booking("b4", "55", "2", State.CONFIRMED, 2, 2_000, "18:30"));
        commit("19:00", booking("b4", "56", "2", State.CONFIRMED, 2, 2_000, "18:30"));
        // The night itself.
        commit("21:05", checkIn("c1", CheckIn.Outcome.ADMITTED, "", "scan", "booking", 4, "21:05"));
        commit(
                "21:10",
                booking("b1", "55", "1", State.SEATED, 4, 10_000, "13:03"),
                Row.put(CLUB, "table_sessions", "s1", session("1", "21:10", null)));
        commit("21:20", checkIn("c2", CheckIn.Outcome.REJECTED, "SUBJECT_NOT_FOUND", "scan", "", 1, "21:20"));
        commit("21:30", payment("d1", "s1", 5_000, "EUR", "21:30"));
        commit("21:35", checkIn("c3", CheckIn.Outcome.ADMITTED, "", "search", "guest-list", 2, "21:35"));
        commit("21:40", payment("d2", "s1", 1_000, "USD", "21:40"));
        commit("21:45", payment("d3", "s1", 2_500, "EUR", "21:45"));
        commit(
                "23:00",
                booking("b1", "55", "1", State.COMPLETED, 4, 10_000, "13:03"),
                booking("b3", "55", "3", State.NO_SHOW, 3, 7_500, "18:00"),
                Row.put(CLUB, "table_sessions", "s1", session("1", "21:10", "23:00")));
        commit("23:30", Row.put(CLUB, "table_sessions", "s2", session("1", "23:30", "23:50")));
        log.watermark(MORNING);
        source.standsAt(log.lsn(), MORNING);
    }

    public static Slot night(String label, Instant doors) {
        return new Slot(label, Micros.of(doors), Micros.of(doors.plus(Duration.ofHours(7))), true);
    }

    /** One transaction at that time of the 22nd; occupants go to the booking database too. */
    public void commit(String time, Row... rows) {
        commit(at(time), rows);
    }

    public void commit(Instant at, Row... rows) {
        log.commit(at, rows);
        for (Row row : rows) {
            String id = row.key().reference();
            if (row.change() instanceof Occupant occupant) {
                source.put(id, row.key().owner(), occupant);
            } else if (row.change() == null && row.key().entity() == Entity.OCCUPANT) {
                source.delete(id);
            }
        }
        source.standsAt(log.lsn(), at);
    }

    public static Row put(String event, Slot night) {
        return Row.put(CLUB, "events", event, night);
    }

    public static Row booking(String id, String slot, String unit, State state, int party, long minor, String made) {
        return Row.put(CLUB, "bookings", id, booked(slot, unit, state, party, minor, at(made)));
    }

    public static Occupant booked(String slot, String unit, State state, int party, long minor, Instant made) {
        return occupant(Kind.BOOKING, state, slot, unit, Micros.NEVER, party, new Money(minor, "EUR"), made);
    }

    private static Row hold(String id, String unit, String expires) {
        return Row.put(
                CLUB,
                "booking_holds",
                id,
                occupant(
                        Kind.HOLD,
                        State.HELD,
                        "55",
                        unit,
                        Micros.of(at(expires)),
                        2,
                        null,
                        at(expires).minusSeconds(300)));
    }

    private static Row gone(String rule, String id) {
        return delete(CLUB, Entity.OCCUPANT, rule, id);
    }

    private static Occupant occupant(
            Kind kind,
            State state,
            String slot,
            String unit,
            long expires,
            int party,
            @Nullable Money amount,
            Instant made) {
        return new Occupant(
                kind,
                state,
                slot,
                Micros.UNKNOWN,
                Micros.UNKNOWN,
                List.of(unit),
                "",
                0,
                expires,
                party,
                amount,
                "",
                Micros.of(made));
    }

    private static Row checkIn(
            String id, CheckIn.Outcome outcome, String reason, String method, String subject, int people, String at) {
        return Row.put(
                CLUB, "check_ins", id, new CheckIn("55", outcome, reason, method, subject, people, Micros.of(at(at))));
    }

    private static Session session(String unit, String opened, @Nullable String closed) {
        return new Session("55", unit, Micros.of(at(opened)), closed == null ? Micros.NEVER : Micros.of(at(closed)));
    }

    private static Row payment(String id, String session, long minor, String currency, String at) {
        return Row.put(
                CLUB,
                "table_deposits",
                id,
                new Payment("55", session, "1", new Money(minor, currency), "card", "deposit", Micros.of(at(at))));
    }

    private static Instant at(String time) {
        return Instant.parse("2030-11-22T" + time + ":00Z");
    }
}
