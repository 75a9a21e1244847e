package dev.maitred.packs.rush.history;

import dev.maitred.packs.CopyTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** All rows of the history, table by table, in the order in which foreign keys allow them. */
final class Ledger {

    final CopyTable events =
            CopyTable.keyed("events", "id", "slug", "title", "hall", "city", "time_zone", "currency", "created_at");
    final CopyTable shows = CopyTable.keyed(
            "shows",
            "id",
            "event_id",
            "slug",
            "label",
            "starts_at",
            "ends_at",
            "sale_opens_at",
            "status",
            "created_at",
            "updated_at");
    final CopyTable zones = CopyTable.keyed("zones", "id", "show_id", "code", "seats", "price_minor", "created_at");
    final CopyTable stock = CopyTable.keyed("zone_stock", "zone_id", "seats", "taken", "updated_at");
    final CopyTable customers = CopyTable.numbered("customers", "full_name", "email", "phone", "created_at");
    final CopyTable people = CopyTable.numbered(
            "waiting_room",
            "show_id",
            "customer_id",
            "token",
            "channel",
            "state",
            "joined_at",
            "admissible_from",
            "admitted_at",
            "pass_expires_at",
            "finished_at",
            "end_reason");
    final CopyTable keys = CopyTable.keyed("idempotency_keys", "key", "request", "response", "created_at");
    final CopyTable reservations = CopyTable.numbered(
            "reservations",
            "show_id",
            "zone_id",
            "customer_id",
            "waiting_room_id",
            "quantity",
            "status",
            "expires_at",
            "idempotency_key",
            "created_at",
            "updated_at");
    final CopyTable orders = CopyTable.numbered(
            "orders",
            "show_id",
            "customer_id",
            "code",
            "status",
            "total_minor",
            "currency",
            "idempotency_key",
            "paid_at",
            "cancelled_at",
            "updated_at");
    final CopyTable lines = CopyTable.numbered(
            "order_lines",
            "order_id",
            "show_id",
            "zone_id",
            "quantity",
            "unit_price_minor",
            "currency",
            "status",
            "sold_at",
            "returned_at");
    final CopyTable payments = CopyTable.numbered(
            "payments", "order_id", "kind", "amount_minor", "currency", "method", "card_holder", "taken_at");
    final CopyTable blocks = CopyTable.numbered(
            "zone_blocks", "show_id", "zone_id", "quantity", "reason", "note", "blocked_by", "created_at", "lifted_at");

    void send(Connection connection) throws SQLException {
        for (CopyTable table : List.of(
                events, shows, zones, stock, customers, people, keys, reservations, orders, lines, payments, blocks)) {
            table.send(connection);
        }
    }
}
