-- Of every venue the last night that is complete and was not called off.
SELECT
    n.venue AS venue, n.venue_name AS venueName, n.slot AS slot, n.label AS label, n.business_date AS businessDate, n.starts_at AS startsAt,
    n.ends_at AS endsAt, n.complete AS complete, n.capacity AS capacity, n.sold AS sold, n.sold_share AS soldShare,
    n.bookings_made AS bookings, n.admitted_people AS people, p.audited AND n.row_hash = n.content_hash AS audited
FROM night_360 AS n
INNER JOIN (SELECT * FROM publications FINAL WHERE mart = 'night_360') AS p
    ON p.business_date = n.business_date AND p.publication = n.publication AND p.source = splitByChar(':', n.venue)[1]
WHERE n.complete AND n.open
ORDER BY venue, startsAt DESC, slot
LIMIT 1 BY venue
