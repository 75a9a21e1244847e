-- Who was ever in each night, with every version of the row: a booking that moved away is in both nights.
-- When a version came is its commit; of a first version that a snapshot read it is when the source says that the row was made.
-- A row deleted after the night ended was cleared up by its source: that is not a cancellation.
INSERT INTO night_occupants
WITH
    (SELECT groupArray((toString(source), mark_venue, mark_rules, marked, marked_at)) FROM end_marks_in_cut) AS marks,
    toDateTime64(0, 6, 'UTC') AS unknown,
    keyed AS (
        SELECT
            owner,
            rule,
            row,
            groupUniqArrayIf(slot, slot != '') AS slots,
            arrayFilter(m -> m.1 = any(toString(source)) AND (m.2 = '' OR m.2 = owner) AND (empty(m.3) OR has(m.3, rule))
                AND max((incarnation, previous_end)) < m.4, marks) AS unconfirmed,
            CAST(arrayConcat(
                arraySort(v -> (v.1, v.2, v.3, v.4), groupArray((
                    incarnation, previous_end, row_index, log_offset, deleted, committed_at, record_time, slot, toString(kind), toString(state),
                    units, toString(section), ifNull(quantity, 0), expires_at, party_size, amount_minor, toString(currency), made_at))),
                -- What a resync did not confirm is gone: a tombstone that nobody wrote.
                arrayMap(m -> (m.4.1, m.4.2, toInt32(0), toInt64(0), true, NULL, m.5, '', '', '', emptyArrayString(), '', toInt64(0), NULL, toInt32(0),
                    NULL, '', NULL), arraySlice(unconfirmed, 1, 1))),
                'Array(Tuple(incarnation Int32, previous_end UInt64, row_index Int32, log_offset Int64, deleted Bool,
                    committed_at Nullable(DateTime64(6, ''UTC'')), record_time DateTime64(3, ''UTC''), slot String, kind String, state String,
                    units Array(String), section String, quantity Int64, expires_at Nullable(DateTime64(6, ''UTC'')), party_size Int32,
                    amount_minor Nullable(Int64), currency String, made_at Nullable(DateTime64(6, ''UTC''))))') AS versions
        FROM changes_in_cut
        WHERE entity = 'occupant' AND owner IN (SELECT venue FROM touched_nights WHERE built)
        GROUP BY owner, rule, row
    ),
    visits AS (
        SELECT
            n.business_date AS business_date,
            n.venue AS venue,
            n.slot AS slot,
            o.rule AS rule,
            o.row AS row,
            o.versions[-1] AS newest,
            arrayMap((v, i) -> multiIf(
                v.committed_at IS NOT NULL, assumeNotNull(v.committed_at),
                i = 1, ifNull(v.made_at, unknown),
                toDateTime64(v.record_time, 6, 'UTC')), o.versions, arrayEnumerate(o.versions)) AS all_at,
            arrayMap((v, a) -> NOT (v.deleted AND a >= n.ends_at), o.versions, all_at) AS kept,
            arrayFilter((v, keep) -> keep, o.versions, kept) AS versions,
            arrayFilter((a, keep) -> keep, all_at, kept) AS at,
            arrayMap(v -> NOT v.deleted AND v.slot = n.slot, versions) AS here,
            arrayMap((v, h) -> h AND v.state IN ('held', 'confirmed', 'seated'), versions, here) AS taking
        FROM (SELECT *, arrayJoin(slots) AS of_slot FROM keyed) AS o
        INNER JOIN touched_nights AS n ON n.venue = o.owner AND n.slot = o.of_slot
        WHERE n.built
    ),
    told AS (
        SELECT
            *,
            arrayLast((v, h) -> h, versions, here) AS last_here,
            arrayFirstIndex(h -> h, here) AS came,
            arrayFirstIndex(t -> t, taking) AS took,
            arrayFirstIndex((t, i) -> took > 0 AND i > took AND NOT t, taking, arrayEnumerate(taking)) AS freed
        FROM visits
        WHERE has(here, true)
    )
SELECT
    business_date,
    venue,
    slot,
    rule,
    row,
    last_here.kind,
    multiIf(here[-1], versions[-1].state, versions[-1].deleted AND here[-2], 'removed', 'moved'),
    if(NOT newest.deleted AND newest.slot = slot, newest.state, ''),
    arrayExists((v, h) -> h AND v.state IN ('seated', 'completed'), versions, here),
    ifNull(versions[came].made_at, at[came]),
    last_here.expires_at,
    if(freed > 0, at[freed], NULL),
    if(freed > 0, (versions[freed].incarnation, versions[freed].previous_end), (toInt32(0), toUInt64(0))),
    if(versions[came].row_index > 0, (versions[came].incarnation, versions[came].previous_end), (toInt32(0), toUInt64(0))),
    last_here.party_size,
    last_here.amount_minor,
    last_here.currency,
    last_here.section,
    last_here.units,
    arrayMap((v, a, h) -> (
        a,
        if(h AND v.kind IN ('booking', 'reservation', 'sale') AND v.state IN ('confirmed', 'seated', 'completed', 'no-show'),
            greatest(toInt64(length(v.units)), v.quantity, 1), 0),
        if(h AND v.kind != 'hold' AND v.state IN ('confirmed', 'seated', 'completed', 'no-show'),
            greatest(toInt64(length(v.units)), v.quantity, 1), 0),
        v.units,
        v.section), versions, at, here)
FROM told
SETTINGS optimize_aggregation_in_order = 1
