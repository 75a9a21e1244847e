-- Arrivals, sessions and payments of each night, in their last state; what was deleted after the night ended still counts.
INSERT INTO night_attendance
WITH
    (SELECT groupArray((toString(source), mark_venue, mark_rules, marked, marked_at)) FROM end_marks_in_cut) AS marks,
    rows AS (
        SELECT
            owner,
            entity,
            rule,
            row,
            argMaxIf(
                (slot, toString(outcome), toString(reject_reason), toString(method), subject, people, at, unit, opened_at, closed_at,
                    toString(purpose), amount_minor, toString(currency)),
                (incarnation, previous_end, row_index, log_offset), NOT deleted) AS last,
            max((incarnation, previous_end)) AS newest,
            argMax((deleted, toDateTime64(ifNull(committed_at, record_time), 6, 'UTC')), (incarnation, previous_end, row_index, log_offset)) AS gone,
            arrayFilter(m -> m.1 = any(toString(source)) AND (m.2 = '' OR m.2 = owner) AND (empty(m.3) OR has(m.3, rule))
                AND newest < m.4, marks) AS unconfirmed
        FROM changes_in_cut
        WHERE entity IN ('check-in', 'session', 'payment') AND owner IN (SELECT venue FROM touched_nights WHERE built)
        GROUP BY owner, entity, rule, row
        HAVING countIf(NOT deleted) > 0
    )
SELECT
    n.business_date, n.venue, n.slot, r.entity, r.rule, r.row,
    r.last.2, r.last.3, r.last.4, r.last.5, r.last.6, r.last.7, r.last.8, r.last.9, r.last.10, r.last.11, r.last.12, r.last.13
FROM rows AS r
INNER JOIN touched_nights AS n ON n.venue = r.owner AND n.slot = r.last.1
WHERE n.built
    AND NOT (r.gone.1 AND r.gone.2 < n.ends_at)
    AND NOT arrayExists(m -> toDateTime64(m.5, 6, 'UTC') < n.ends_at, r.unconfirmed)
SETTINGS optimize_aggregation_in_order = 1
