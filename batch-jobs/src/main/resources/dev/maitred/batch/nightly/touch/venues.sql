-- Time zone and closing minute of every venue, for the instant at which a business date is over everywhere.
SELECT
    owner AS venue,
    argMaxIf(time_zone, (incarnation, previous_end, row_index), NOT deleted) AS time_zone,
    argMaxIf(day_ends_minute, (incarnation, previous_end, row_index), NOT deleted) AS day_ends_minute
FROM changes
WHERE entity = 'venue'
GROUP BY venue
HAVING countIf(NOT deleted) > 0
ORDER BY venue
