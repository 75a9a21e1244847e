package dev.maitred.packs.nightclub.history;

import dev.maitred.packs.CopyTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** All rows of the history, table by table, in the order in which foreign keys allow them. */
final class Ledger {

    final CopyTable clubs =
            CopyTable.numbered("clubs", "slug", "name", "city", "time_zone", "day_ends_at", "currency", "created_at");
    final CopyTable tables = CopyTable.numbered(
            "tables", "club_id", "number", "zone", "seats", "min_deposit_minor", "active", "created_at", "updated_at");
    final CopyTable events = CopyTable.numbered(
            "events", "club_id", "title", "start_utc", "end_utc", "status", "created_at", "updated_at");
    final CopyTable bookings = CopyTable.numbered(
            "bookings",
            "event_id",
            "table_id",
            "status",
            "party_size",
            "channel",
            "code",
            "idempotency_key",
            "guest_name",
            "guest_phone",
            "guest_note",
            "deposit_minor",
            "total_minor",
            "currency",
            "created_at",
            "updated_at",
            "seated_at");
    final CopyTable holds = CopyTable.numbered(
            "booking_holds",
            "event_id",
            "table_id",
            "party_size",
            "idempotency_key",
            "guest_name",
            "guest_phone",
            "expires_at",
            "created_at");
    final CopyTable blocks = CopyTable.numbered(
            "table_blocks", "event_id", "table_id", "reason", "note", "blocked_by", "created_at", "lifted_at");
    final CopyTable guestLists =
            CopyTable.numbered("guest_lists", "event_id", "title", "owner_name", "places", "created_at");
    final CopyTable entries = CopyTable.numbered(
            "guest_list_entries",
            "guest_list_id",
            "status",
            "plus_ones",
            "code",
            "guest_name",
            "guest_phone",
            "created_at",
            "updated_at");
    final CopyTable invitations = CopyTable.numbered(
            "invitations",
            "guest_list_entry_id",
            "channel",
            "token",
            "status",
            "created_at",
            "expires_at",
            "answered_at");
    final CopyTable checkIns = CopyTable.numbered(
            "check_ins",
            "club_id",
            "event_id",
            "subject",
            "booking_id",
            "guest_list_entry_id",
            "method",
            "outcome",
            "reject_reason",
            "people_admitted",
            "presented",
            "checked_in_at");
    final CopyTable sessions = CopyTable.numbered(
            "table_sessions", "event_id", "table_id", "booking_id", "host_name", "opened_at", "closed_at");
    final CopyTable deposits =
            CopyTable.numbered("table_deposits", "session_id", "amount_minor", "currency", "method", "taken_at");
    final CopyTable campaigns = CopyTable.numbered(
            "campaigns",
            "club_id",
            "event_id",
            "name",
            "message",
            "status",
            "recipients",
            "scheduled_at",
            "started_at",
            "finished_at",
            "created_at");
    final CopyTable outbox = CopyTable.numbered(
            "notifications_outbox",
            "topic",
            "club_id",
            "campaign_id",
            "booking_id",
            "recipient",
            "payload",
            "status",
            "priority",
            "due_at",
            "attempts",
            "next_attempt_at",
            "last_attempt_at",
            "locked_until",
            "locked_by",
            "last_error_class",
            "last_error",
            "created_at",
            "sent_at",
            "dead_at");

    void send(Connection connection) throws SQLException {
        for (CopyTable table : List.of(
                clubs,
                tables,
                events,
                bookings,
                holds,
                blocks,
                guestLists,
                entries,
                invitations,
                checkIns,
                sessions,
                deposits,
                campaigns,
                outbox)) {
            table.send(connection);
        }
    }
}
