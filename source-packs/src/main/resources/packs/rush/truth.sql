-- The counts of every show that is not cancelled, straight from the tables at the instant of the setting maitred.now.
-- Written from the schema alone: it shares nothing with mapping.yaml, nor with the application's own counter, so that it can judge both.
-- Only the expiry of reservations depends on the instant; everything else is as the rows stand. Places are counted zone by zone.
WITH held AS (
    SELECT zone_id, sum(quantity) AS places
      FROM reservations
     WHERE status = 'HELD' AND expires_at > current_setting('maitred.now')::timestamptz
     GROUP BY zone_id
),
sold AS (
    SELECT l.zone_id, sum(l.quantity) AS places
      FROM order_lines l
      JOIN orders o ON o.id = l.order_id
     WHERE l.status = 'SOLD' AND o.status = 'PAID'
     GROUP BY l.zone_id
),
blocked AS (
    SELECT zone_id, sum(quantity) AS places
      FROM zone_blocks
     WHERE lifted_at IS NULL
     GROUP BY zone_id
),
zone_counts AS (
    SELECT z.show_id, z.seats,
           coalesce(h.places, 0) AS held,
           coalesce(s.places, 0) AS taken,
           coalesce(b.places, 0) AS blocked,
           coalesce(h.places, 0) + coalesce(s.places, 0) + coalesce(b.places, 0) AS used
      FROM zones z
      LEFT JOIN held h ON h.zone_id = z.id
      LEFT JOIN sold s ON s.zone_id = z.id
      LEFT JOIN blocked b ON b.zone_id = z.id
),
show_counts AS (
    SELECT show_id,
           sum(seats) AS capacity,
           sum(greatest(0, seats - used)) AS free,
           sum(held) AS held,
           sum(taken) AS taken,
           sum(blocked) AS blocked,
           sum(greatest(0, used - seats)) AS overbooked
      FROM zone_counts
     GROUP BY show_id
),
returned AS (
    -- A line that was sold and given back, alone or with all of its order.
    SELECT l.show_id, count(*) AS lines
      FROM order_lines l
      JOIN orders o ON o.id = l.order_id
     WHERE l.status = 'RETURNED' OR o.status = 'CANCELLED'
     GROUP BY l.show_id
),
money AS (
    SELECT o.show_id, sum(CASE p.kind WHEN 'REFUND' THEN -p.amount_minor ELSE p.amount_minor END) AS minor
      FROM payments p
      JOIN orders o ON o.id = p.order_id
     GROUP BY o.show_id
)
SELECT 'rush:' || s.event_id                AS venue,
       s.id::text                           AS slot,
       coalesce(c.capacity, 0)::bigint      AS capacity,
       coalesce(c.free, 0)::bigint          AS free,
       coalesce(c.held, 0)::bigint          AS held,
       coalesce(c.taken, 0)::bigint         AS taken,
       0::bigint                            AS seated,
       coalesce(c.blocked, 0)::bigint       AS blocked,
       coalesce(c.overbooked, 0)::bigint    AS overbooked,
       -- Places of a zone have no names: nobody can have the same one.
       0::bigint                            AS conflicts,
       0::bigint                            AS no_shows,
       coalesce(r.lines, 0)::bigint         AS cancelled,
       0::bigint                            AS check_ins,
       0::bigint                            AS rejected,
       0::bigint                            AS open_sessions,
       coalesce(m.minor, 0)::bigint         AS deposits_minor
  FROM shows s
  LEFT JOIN show_counts c ON c.show_id = s.id
  LEFT JOIN returned r ON r.show_id = s.id
  LEFT JOIN money m ON m.show_id = s.id
 WHERE s.status <> 'CANCELLED'
 ORDER BY s.event_id, s.starts_at, s.id
