-- Every night that may have to be built: where a change is newer than what the mart has folded, that was not complete, or that is
-- near the run's own date. Whether it is on that date is computed in its venue's time zone by the caller.
WITH
    (SELECT groupArray((toString(source), mark_venue, mark_rules, marked)) FROM end_marks_in_cut) AS marks,
    versions AS (
        SELECT
            owner,
            entity,
            rule,
            row,
            groupUniqArrayIf(slot, slot != '') AS slots,
            max((incarnation, previous_end, row_index)) AS newest_change,
            arrayReduce('max', arrayPushFront(arrayMap(
                m -> (m.4.1, m.4.2, toInt32(0)),
                arrayFilter(m -> m.1 = any(toString(source)) AND (m.2 = '' OR m.2 = owner) AND (empty(m.3) OR has(m.3, rule)), marks)),
                (toInt32(0), toUInt64(0), toInt32(0)))) AS newest_mark,
            -- A row that a mark removed changed then.
            if((newest_change.1, newest_change.2) < (newest_mark.1, newest_mark.2), newest_mark, newest_change) AS newest
        FROM changes_in_cut
        WHERE entity IN ('slot', 'unit', 'capacity', 'occupant', 'check-in', 'session', 'payment')
        GROUP BY owner, entity, rule, row
    ),
    by_slot AS (
        SELECT owner AS venue, arrayJoin(slots) AS slot, max(newest) AS newest
        FROM versions
        GROUP BY venue, slot
    ),
    -- Units of every slot: they concern the nights that were not over then.
    venue_wide AS (
        SELECT owner AS venue, groupArray((position, at)) AS unit_changes
        FROM (
            SELECT owner, (incarnation, previous_end, row_index) AS position, ifNull(committed_at, toDateTime64(0, 6, 'UTC')) AS at
            FROM changes_in_cut
            WHERE entity = 'unit' AND slot = '' AND NOT deleted
            UNION ALL
            SELECT c.owner, (c.incarnation, c.previous_end, c.row_index), ifNull(c.committed_at, c.record_time)
            FROM changes_in_cut AS c
            WHERE c.entity = 'unit' AND c.deleted
        )
        GROUP BY venue
    ),
    slots AS (
        SELECT
            owner AS venue,
            slot,
            argMaxIf((label, open, ifNull(starts_at, toDateTime64(0, 6, 'UTC')), ifNull(ends_at, toDateTime64(0, 6, 'UTC'))),
                (incarnation, previous_end, row_index), NOT deleted) AS definition,
            argMax(deleted, (incarnation, previous_end, row_index)) AS gone,
            argMax(ifNull(committed_at, record_time), (incarnation, previous_end, row_index)) AS gone_at
        FROM (SELECT * REPLACE (row AS slot) FROM changes_in_cut WHERE entity = 'slot')
        GROUP BY venue, slot
        HAVING countIf(NOT deleted) > 0
    ),
    venues AS (
        SELECT
            owner AS venue,
            any(toString(source)) AS source,
            argMaxIf((name, tenant, time_zone, day_ends_minute), (incarnation, previous_end, row_index), NOT deleted) AS definition,
            max((incarnation, previous_end, row_index)) AS newest
        FROM changes_in_cut
        WHERE entity = 'venue'
        GROUP BY venue
        HAVING countIf(NOT deleted) > 0
    ),
    published AS (
        SELECT venue, slot, 1 AS there, business_date, complete, (last_incarnation, last_previous_end, last_index) AS newest
        FROM night_360
    )
SELECT
    s.venue AS venue,
    s.slot AS slot,
    v.source AS source,
    if(p.there = 1, p.business_date, NULL) AS was_on,
    s.gone AND s.gone_at < s.definition.4 AS called_off,
    v.definition.1 AS venue_name,
    v.definition.2 AS tenant,
    v.definition.3 AS time_zone,
    v.definition.4 AS day_ends_minute,
    s.definition.1 AS label,
    s.definition.2 AS open,
    toUnixTimestamp64Micro(s.definition.3) AS starts_at_micros,
    toUnixTimestamp64Micro(s.definition.4) AS ends_at_micros,
    toUnixTimestamp64Micro(k.clock) AS clock_micros,
    arrayReduce('max', arrayConcat(
        [n.newest, v.newest],
        arrayMap(u -> u.1, arrayFilter(u -> u.2 <= s.definition.4, w.unit_changes)))) AS newest,
    newest.1 AS last_incarnation,
    newest.2 AS last_previous_end,
    newest.3 AS last_index,
    p.there = 0 OR NOT p.complete OR newest > p.newest AS touched
FROM slots AS s
INNER JOIN by_slot AS n ON n.venue = s.venue AND n.slot = s.slot
INNER JOIN venues AS v ON v.venue = s.venue
INNER JOIN run_cuts AS k ON k.source = v.source
LEFT JOIN venue_wide AS w ON w.venue = s.venue
LEFT JOIN published AS p ON p.venue = s.venue AND p.slot = s.slot
-- What begins never, or beyond the calendar, is nobody's night.
WHERE s.definition.3 != toDateTime64(0, 6, 'UTC')
    AND (touched OR toDate(s.definition.3) BETWEEN {date:Date} - 1 AND {date:Date} + 2)
ORDER BY venue, slot
SETTINGS optimize_aggregation_in_order = 1, join_use_nulls = 0
