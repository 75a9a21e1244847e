-- A small ticket shop to try the mapping with: a concert of 200 numbered seats, and a series of three matinees of 50.
INSERT INTO pretixbase_organizer VALUES (1, 'Kulturhaus', 'kulturhaus');
INSERT INTO pretixbase_event VALUES
    (5, 1, 'New Year''s concert', 'new-year', 'EUR', true, false, false, now() + interval '40 days', now() + interval '40 days 3 hours'),
    (6, 1, 'Matinees', 'matinees', 'EUR', true, false, true, now() + interval '5 days', NULL);
INSERT INTO pretixbase_subevent
    SELECT 60 + n, 6, 'Matinee ' || n, true, now() + n * interval '7 days', now() + n * interval '7 days' + interval '2 hours'
      FROM generate_series(1, 3) AS n;
INSERT INTO pretixbase_seat
    SELECT 1000 + n, 5, NULL, 'concert-' || n, CASE WHEN n <= 120 THEN 'Stalls' ELSE 'Balcony' END,
           chr(64 + (n + 19) / 20), ((n - 1) % 20 + 1)::text, n > 190
      FROM generate_series(1, 200) AS n;
INSERT INTO pretixbase_seat
    SELECT 2000 + 100 * s + n, 6, 60 + s, 'matinee-' || s || '-' || n, 'Foyer', chr(64 + (n + 9) / 10), ((n - 1) % 10 + 1)::text, false
      FROM generate_series(1, 3) AS s, generate_series(1, 50) AS n;
-- Every third order is paid, every third not yet, and every third was cancelled; two seats each.
INSERT INTO pretixbase_order
    SELECT n, 'C' || n, 5, (ARRAY['p', 'n', 'c'])[n % 3 + 1], 'guest' || n || '@example.org', now() - interval '3 days',
           now() + interval '4 days', 79.80
      FROM generate_series(1, 60) AS n;
INSERT INTO pretixbase_orderposition
    SELECT 2 * n + k, n, NULL, 1000 + 2 * n + k, 39.90, 'Guest ' || n, 'guest' || n || '@example.org', md5(n || ' ' || k), false
      FROM generate_series(1, 60) AS n, generate_series(0, 1) AS k;
