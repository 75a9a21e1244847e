-- What each night had to sell, as it stood when the night ended: units by section, and capacities.
INSERT INTO night_sections
WITH
    unit_versions AS (
        SELECT
            owner,
            rule,
            row,
            argMaxIf(slot, (incarnation, previous_end, row_index), NOT deleted) AS of_slot,
            arraySort(v -> (v.incarnation, v.previous_end, v.row_index), CAST(
                groupArray((incarnation, previous_end, row_index, ifNull(committed_at, if(row_index = 0, toDateTime64(0, 6, 'UTC'), record_time)),
                    deleted, section, active)),
                'Array(Tuple(incarnation Int32, previous_end UInt64, row_index Int32, at DateTime64(6, ''UTC''), deleted Bool, section String, active Bool))'))
                AS versions
        FROM changes_in_cut
        WHERE entity = 'unit' AND owner IN (SELECT venue FROM touched_nights WHERE built)
        GROUP BY owner, rule, row
    ),
    night_units AS (
        SELECT n.business_date AS business_date, n.venue AS venue, n.slot AS slot, n.ends_at AS ends_at, u.row AS unit, u.versions AS versions
        FROM touched_nights AS n
        INNER JOIN unit_versions AS u ON u.owner = n.venue
        WHERE n.built AND u.of_slot = ''
        UNION ALL
        SELECT n.business_date, n.venue, n.slot, n.ends_at, u.row, u.versions
        FROM touched_nights AS n
        INNER JOIN unit_versions AS u ON u.owner = n.venue AND u.of_slot = n.slot
        WHERE n.built
    ),
    capacity_rows AS (
        SELECT
            owner,
            rule,
            row,
            argMaxIf((slot, toString(section), quantity), (incarnation, previous_end, row_index), NOT deleted) AS definition,
            argMax(deleted, (incarnation, previous_end, row_index)) AS gone,
            argMax(ifNull(committed_at, record_time), (incarnation, previous_end, row_index)) AS gone_at
        FROM changes_in_cut
        WHERE entity = 'capacity' AND owner IN (SELECT venue FROM touched_nights WHERE built)
        GROUP BY owner, rule, row
        HAVING countIf(NOT deleted) > 0
    )
SELECT
    business_date,
    venue,
    slot,
    state.section AS section,
    arraySort(groupArray(unit)) AS units,
    toInt64(countIf(state.active)) AS quantity
FROM (
    SELECT business_date, venue, slot, unit, arrayLast(v -> v.at <= ends_at, versions) AS state
    FROM night_units
    WHERE arrayExists(v -> v.at <= ends_at, versions)
)
WHERE NOT state.deleted
GROUP BY business_date, venue, slot, section
UNION ALL
SELECT n.business_date, n.venue, n.slot, c.definition.2, [], c.definition.3
FROM touched_nights AS n
INNER JOIN capacity_rows AS c ON c.owner = n.venue
WHERE n.built AND c.definition.1 = n.slot AND (NOT c.gone OR c.gone_at >= n.ends_at)
SETTINGS optimize_aggregation_in_order = 1
