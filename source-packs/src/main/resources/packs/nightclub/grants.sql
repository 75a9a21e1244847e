-- What the booking application may do, and no more: it owns nothing and drops nothing.
GRANT USAGE ON SCHEMA public TO nightclub_app;
GRANT SELECT ON clubs, tables TO nightclub_app;
GRANT UPDATE (active, updated_at) ON tables TO nightclub_app;
GRANT SELECT, INSERT, UPDATE ON events, bookings, table_blocks, guest_lists, guest_list_entries, invitations, check_ins,
    table_sessions, table_deposits, campaigns TO nightclub_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON booking_holds, notifications_outbox TO nightclub_app;
