package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The door: lets people in by code, by hand or by name, each booking and each entry once, and sends others away. */
final class Door {

    private static final List<String> REASONS_OF_STRANGERS =
            List.of("CHECKIN_SUBJECT_NOT_FOUND", "CHECKIN_SUBJECT_NOT_FOUND", "WRONG_NIGHT", "AGE_POLICY", "CLUB_FULL");

    private final Database database;
    private final Programme programme;
    private final Tally tally;

    Door(Database database, Programme programme, Tally tally) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
    }

    /** Someone the door can let in. */
    private record Subject(long id, long club, long event, int people, String code, String name) {}

    boolean scan(Dice dice) throws SQLException, RaceLostException {
        return admit(dice, "SCAN", EventKind.CHECKED_IN_BY_SCAN, "b.code = ?", Subject::code);
    }

    boolean enter(Dice dice) throws SQLException, RaceLostException {
        return admit(dice, "MANUAL", EventKind.CHECKED_IN_BY_MANUAL, "b.id = ?", Subject::id);
    }

    boolean search(Dice dice) throws SQLException, RaceLostException {
        return admit(
                dice,
                "SEARCH",
                EventKind.CHECKED_IN_BY_SEARCH,
                "lower(b.guest_name) LIKE lower(?) || '%'",
                subject -> subject.name().substring(0, 4));
    }

    @FunctionalInterface
    private interface Presented {
        Object of(Subject subject);
    }

    private boolean admit(Dice dice, String method, EventKind kind, String lookUp, Presented presented)
            throws SQLException, RaceLostException {
        Subject subject = arriving(dice);
        if (subject == null) {
            return false;
        }
        database.transaction(transaction -> {
            List<Long> found = transaction.ids(
                    "SELECT b.id FROM bookings b WHERE b.event_id = ? AND b.status = 'BOOKED' AND " + lookUp
                            + " FOR NO KEY UPDATE",
                    subject.event(),
                    presented.of(subject));
            if (!found.contains(subject.id())) {
                throw new RaceLostException("the booking has moved on");
            }
            int admitted = transaction.update(
                    """
                    INSERT INTO check_ins (club_id, event_id, subject, booking_id, method, outcome, people_admitted, presented)
                    VALUES (?, ?, 'BOOKING', ?, ?, 'ADMITTED', ?, ?)
                    ON CONFLICT (booking_id) WHERE outcome = 'ADMITTED' DO NOTHING
                    """,
                    subject.club(),
                    subject.event(),
                    subject.id(),
                    method,
                    dice.chance(0.15) ? Math.max(1, subject.people() - 1) : subject.people(),
                    subject.code());
            if (admitted == 0) {
                throw new RaceLostException("another device let them in");
            }
            return admitted;
        });
        tally.add(kind);
        return true;
    }

    private @Nullable Subject arriving(Dice dice) throws SQLException {
        return pick(dice, """
                SELECT b.id, e.club_id, b.event_id, b.party_size AS people, b.code, b.guest_name
                  FROM bookings b JOIN events e ON e.id = b.event_id
                 WHERE b.event_id = ANY (?) AND b.status = 'BOOKED'
                   AND NOT EXISTS (SELECT FROM check_ins c WHERE c.booking_id = b.id AND c.outcome = 'ADMITTED')
                 ORDER BY b.id LIMIT 200
                """);
    }

    private @Nullable Subject pick(Dice dice, String sql) throws SQLException {
        Long[] running = programme.runningIds();
        List<Subject> subjects = database.read(
                sql,
                row -> new Subject(
                        row.getLong("id"),
                        row.getLong("club_id"),
                        row.getLong("event_id"),
                        row.getInt("people"),
                        row.getString("code"),
                        row.getString("guest_name")),
                (Object) running);
        return subjects.isEmpty() ? null : dice.pick(subjects);
    }

    boolean guestList(Dice dice) throws SQLException, RaceLostException {
        Subject subject = pick(dice, """
                SELECT g.id, e.club_id, l.event_id, 1 + g.plus_ones AS people, g.code, g.guest_name
                  FROM guest_lists l
                  JOIN events e ON e.id = l.event_id
                  JOIN guest_list_entries g ON g.guest_list_id = l.id AND g.status IN ('INVITED', 'CONFIRMED')
                 WHERE l.event_id = ANY (?)
                 ORDER BY g.id LIMIT 200
                """);
        if (subject == null) {
            return false;
        }
        database.transaction(transaction -> {
            if (transaction.update("""
                            UPDATE guest_list_entries SET status = 'ARRIVED', updated_at = now()
                             WHERE id = ? AND status IN ('INVITED', 'CONFIRMED')
                            """, subject.id()) == 0) {
                throw new RaceLostException("another device let them in");
            }
            return transaction.update(
                    """
                    INSERT INTO check_ins (club_id, event_id, subject, guest_list_entry_id, method, outcome, people_admitted,
                        presented)
                    VALUES (?, ?, 'GUEST_LIST_ENTRY', ?, 'SCAN', 'ADMITTED', ?, ?)
                    """, subject.club(), subject.event(), subject.id(), subject.people(), subject.code());
        });
        tally.add(EventKind.GUEST_LIST_ADMITTED);
        return true;
    }

    /** An unknown code mostly; sometimes a code that was used, or a booking that was called off. */
    boolean reject(Dice dice) throws SQLException, RaceLostException {
        Night night = programme.running(dice);
        if (night == null) {
            return false;
        }
        boolean isUsed = dice.chance(0.3);
        Subject known = dice.chance(0.5) ? null : known(night, dice, isUsed);
        String reason =
                known == null ? dice.pick(REASONS_OF_STRANGERS) : isUsed ? "ALREADY_CHECKED_IN" : "BOOKING_CANCELLED";
        String presented = known == null ? People.name(dice) : known.code();
        database.transaction(transaction -> transaction.update(
                """
                INSERT INTO check_ins (club_id, event_id, subject, booking_id, method, outcome, reject_reason, presented)
                VALUES (?, ?, ?, ?, 'SCAN', 'REJECTED', ?, ?)
                """,
                night.clubId(),
                night.id(),
                known == null ? "UNKNOWN" : "BOOKING",
                known == null ? null : known.id(),
                reason,
                presented));
        tally.add(EventKind.REJECTED);
        return true;
    }

    private @Nullable Subject known(Night night, Dice dice, boolean isUsed) throws SQLException {
        List<Subject> subjects = database.read(
                """
                SELECT b.id, b.code, b.guest_name FROM bookings b
                 WHERE b.event_id = ? AND b.status = ? ORDER BY b.id DESC LIMIT 20
                """,
                row -> new Subject(
                        row.getLong("id"),
                        night.clubId(),
                        night.id(),
                        0,
                        row.getString("code"),
                        row.getString("guest_name")),
                night.id(),
                isUsed ? "SEATED" : "CANCELLED");
        return subjects.isEmpty() ? null : dice.pick(subjects);
    }
}
