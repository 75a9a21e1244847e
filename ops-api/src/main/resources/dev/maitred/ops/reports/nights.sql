-- The nights of a business date.
SELECT
    n.venue AS venue, n.venue_name AS venueName, n.slot AS slot, n.label AS label, n.business_date AS businessDate, n.starts_at AS startsAt,
    n.ends_at AS endsAt, n.complete AS complete, n.capacity AS capacity, n.sold AS sold, n.sold_share AS soldShare,
    n.bookings_made AS bookings, n.admitted_people AS people, p.audited AND n.row_hash = n.content_hash AS audited
FROM night_360 AS n
INNER JOIN (SELECT * FROM publications FINAL WHERE mart = 'night_360' AND business_date = {date:Date}) AS p
    ON p.business_date = n.business_date AND p.publication = n.publication AND p.source = splitByChar(':', n.venue)[1]
WHERE n.business_date = {date:Date}
ORDER BY venue, startsAt, slot
