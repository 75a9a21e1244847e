-- What the ticket shop may do, and no more: it owns nothing and drops nothing.
GRANT USAGE ON SCHEMA public TO rush_app;
GRANT SELECT ON events, zones TO rush_app;
GRANT SELECT, UPDATE ON shows, zone_stock TO rush_app;
GRANT SELECT, INSERT, UPDATE ON customers, orders, order_lines, payments, zone_blocks TO rush_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON waiting_room, idempotency_keys, reservations TO rush_app;
