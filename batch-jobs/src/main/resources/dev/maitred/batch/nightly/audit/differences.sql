-- Where the built nights and the source do not say the same at the cut.
INSERT INTO audit_differences
WITH
    dates AS (SELECT arrayJoin(arrayFilter(d -> d IS NOT NULL, [if(built, business_date, NULL), was_on])) AS business_date FROM touched_nights),
    nights AS (
        SELECT venue, slot, business_date
        FROM night_360_staging
        WHERE business_date IN (SELECT business_date FROM dates) AND splitByChar(':', venue)[1] IN (SELECT source FROM run_cuts WHERE audited)
    ),
    ours AS (
        SELECT venue, slot, arrayJoin(mapKeys(live_occupants)) AS what, live_occupants[what] AS occupants
        FROM night_360_staging
        WHERE business_date IN (SELECT business_date FROM dates)
    ),
    theirs AS (
        SELECT venue, slot, concat(kind, '/', state) AS what, sum(occupants) AS occupants
        FROM source_totals
        GROUP BY venue, slot, what
    )
SELECT {run:String}, n.business_date, n.venue, n.slot, 'occupants', compared.what, toInt64(sum(compared.theirs)), toInt64(sum(compared.ours))
FROM (
    SELECT venue, slot, what, occupants AS ours, 0 AS theirs FROM ours
    UNION ALL
    SELECT venue, slot, what, 0, occupants FROM theirs
) AS compared
INNER JOIN nights AS n ON n.venue = compared.venue AND n.slot = compared.slot
GROUP BY n.business_date, n.venue, n.slot, compared.what
HAVING sum(compared.theirs) != sum(compared.ours)
UNION ALL
-- What the source has in a night that the history has never heard of.
SELECT {run:String}, {date:Date}, t.venue, t.slot, 'night', t.what, toInt64(t.occupants), 0
FROM theirs AS t
WHERE t.slot != '' AND (t.venue, t.slot) NOT IN (SELECT owner, row FROM changes_in_cut WHERE entity = 'slot')
UNION ALL
-- A built or published row that no longer says what it said.
SELECT {run:String}, business_date, venue, slot, 'row', 'altered after it was built', 0, 1
FROM night_360_staging
WHERE business_date IN (SELECT business_date FROM dates) AND row_hash != content_hash
UNION ALL
SELECT {run:String}, business_date, venue, slot, 'row', 'altered after it was published', 0, 1
FROM night_360
WHERE business_date NOT IN (SELECT business_date FROM dates) AND row_hash != content_hash
