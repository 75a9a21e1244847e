package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;

/** Writes messages in the transaction that they speak of. */
final class Outbox {

    private Outbox() {}

    /** A message to the guest of a booking, due at once. */
    static void aboutBooking(Transaction transaction, String topic, long booking) throws SQLException {
        transaction.update("""
                INSERT INTO notifications_outbox (topic, club_id, booking_id, recipient, payload, priority)
                SELECT ?, e.club_id, b.id, coalesce(b.guest_phone, 'none'),
                       jsonb_build_object('template', ?, 'name', b.guest_name), 2
                  FROM bookings b JOIN events e ON e.id = b.event_id
                 WHERE b.id = ?
                """, topic, topic, booking);
    }

    /** A reminder three hours before the night, unless that is over. */
    static void reminder(Transaction transaction, long booking) throws SQLException {
        transaction.update("""
                INSERT INTO notifications_outbox (topic, club_id, booking_id, recipient, payload, priority, due_at, next_attempt_at)
                SELECT 'booking.reminder', e.club_id, b.id, coalesce(b.guest_phone, 'none'),
                       jsonb_build_object('template', 'booking.reminder', 'name', b.guest_name), 4,
                       e.start_utc - interval '3 hours', e.start_utc - interval '3 hours'
                  FROM bookings b JOIN events e ON e.id = b.event_id
                 WHERE b.id = ? AND e.start_utc - interval '3 hours' > now()
                """, booking);
    }

    /** Takes back the reminder that has not been sent. */
    static void withdrawReminder(Transaction transaction, long booking) throws SQLException {
        transaction.update("""
                DELETE FROM notifications_outbox
                 WHERE booking_id = ? AND topic = 'booking.reminder' AND status IN ('NEW', 'FAILED')
                """, booking);
    }
}
