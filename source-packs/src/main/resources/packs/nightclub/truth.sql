-- The counts of every night that is not cancelled, straight from the tables at the instant of the setting maitred.now.
-- Written from the schema alone: it shares nothing with mapping.yaml, so that it can judge it.
-- Only the expiry of holds depends on the instant; everything else is as the rows stand.
WITH occupancy AS (
    SELECT event_id, table_id, 'HELD' AS kind
      FROM booking_holds
     WHERE expires_at > current_setting('maitred.now')::timestamptz
    UNION ALL
    SELECT event_id, table_id, status
      FROM bookings
     WHERE status IN ('BOOKED', 'SEATED')
    UNION ALL
    SELECT event_id, table_id, 'BLOCKED'
      FROM table_blocks
     WHERE lifted_at IS NULL
),
units AS (
    SELECT e.id AS event_id, t.id AS table_id, count(o.event_id) AS occupancies
      FROM events e
      JOIN tables t ON t.club_id = e.club_id AND t.active
      LEFT JOIN occupancy o ON o.event_id = e.id AND o.table_id = t.id
     GROUP BY e.id, t.id
),
unit_counts AS (
    SELECT event_id,
           count(*) AS capacity,
           count(*) FILTER (WHERE occupancies = 0) AS free,
           count(*) FILTER (WHERE occupancies > 1) AS conflicts,
           coalesce(sum(occupancies - 1) FILTER (WHERE occupancies > 1), 0) AS doubled
      FROM units
     GROUP BY event_id
),
occupancy_counts AS (
    SELECT o.event_id,
           count(*) FILTER (WHERE o.kind = 'HELD') AS held,
           count(*) FILTER (WHERE o.kind IN ('BOOKED', 'SEATED')) AS taken,
           count(*) FILTER (WHERE o.kind = 'SEATED') AS seated,
           count(*) FILTER (WHERE o.kind = 'BLOCKED') AS blocked,
           -- A table that is out of use, or of another club, offers nothing: whoever is on it is one too many.
           count(*) FILTER (WHERE u.table_id IS NULL) AS astray
      FROM occupancy o
      LEFT JOIN units u ON u.event_id = o.event_id AND u.table_id = o.table_id
     GROUP BY o.event_id
),
booking_ends AS (
    SELECT event_id,
           count(*) FILTER (WHERE status = 'NO_SHOW') AS no_shows,
           count(*) FILTER (WHERE status = 'CANCELLED') AS cancelled
      FROM bookings
     GROUP BY event_id
),
door AS (
    SELECT event_id,
           coalesce(sum(people_admitted) FILTER (WHERE outcome = 'ADMITTED'), 0) AS check_ins,
           count(*) FILTER (WHERE outcome = 'REJECTED') AS rejected
      FROM check_ins
     GROUP BY event_id
),
sessions AS (
    SELECT event_id, count(*) AS open_sessions
      FROM table_sessions
     WHERE closed_at IS NULL OR closed_at = 'infinity'
     GROUP BY event_id
),
deposits AS (
    SELECT s.event_id, sum(d.amount_minor) AS deposits_minor
      FROM table_deposits d
      JOIN table_sessions s ON s.id = d.session_id
     GROUP BY s.event_id
)
SELECT 'nightclub:' || e.club_id                                            AS venue,
       e.id::text                                                           AS slot,
       coalesce(u.capacity, 0)                                              AS capacity,
       coalesce(u.free, 0)                                                  AS free,
       coalesce(o.held, 0)                                                  AS held,
       coalesce(o.taken, 0)                                                 AS taken,
       coalesce(o.seated, 0)                                                AS seated,
       coalesce(o.blocked, 0)                                               AS blocked,
       (coalesce(u.doubled, 0) + coalesce(o.astray, 0))::bigint             AS overbooked,
       coalesce(u.conflicts, 0)                                             AS conflicts,
       coalesce(b.no_shows, 0)                                              AS no_shows,
       coalesce(b.cancelled, 0)                                             AS cancelled,
       coalesce(c.check_ins, 0)::bigint                                     AS check_ins,
       coalesce(c.rejected, 0)                                              AS rejected,
       coalesce(s.open_sessions, 0)                                         AS open_sessions,
       coalesce(d.deposits_minor, 0)                                        AS deposits_minor
  FROM events e
  LEFT JOIN unit_counts u ON u.event_id = e.id
  LEFT JOIN occupancy_counts o ON o.event_id = e.id
  LEFT JOIN booking_ends b ON b.event_id = e.id
  LEFT JOIN door c ON c.event_id = e.id
  LEFT JOIN sessions s ON s.event_id = e.id
  LEFT JOIN deposits d ON d.event_id = e.id
 WHERE e.status <> 'CANCELLED'
 ORDER BY e.club_id, e.start_utc, e.id
