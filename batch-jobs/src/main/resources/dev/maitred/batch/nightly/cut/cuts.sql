-- How far the run looks at each source: to where its totals were read, or, when it did not answer, to where all log partitions are.
-- "Not after the LSN" needs the end of the last commit in the log that is not after it: a row's position names the commit before its own.
INSERT INTO run_cuts
WITH
    reached AS (
        SELECT source, log_partition, max(w.incarnation) AS incarnation, max((w.incarnation, w.lsn)).2 AS lsn, max(w.clock) AS clock
        FROM landing_watermarks AS w FINAL
        WHERE topic = {topic:String}
        GROUP BY source, log_partition
    ),
    known AS (
        SELECT r.source AS source, r.incarnation AS incarnation, min(r.lsn) AS lsn, min(r.clock) AS clock
        FROM reached AS r
        INNER JOIN (SELECT source, max(incarnation) AS newest FROM reached GROUP BY source) AS n ON n.source = r.source
        WHERE r.incarnation = n.newest
        GROUP BY source, incarnation
    ),
    points AS (
        SELECT
            k.source AS source,
            k.incarnation AS incarnation,
            if(a.answered, a.lsn, k.lsn) AS lsn,
            if(a.answered, a.clock, k.clock) AS clock,
            a.answered AS answered,
            multiIf(a.answered, '', a.not_answered != '', a.not_answered, 'nobody was asked for the totals of this source') AS not_answered
        FROM known AS k
        LEFT JOIN run_asked AS a ON a.source = k.source
    ),
    commits AS (
        SELECT c.source AS source, max(greatest(c.end_lsn, if(c.entity = 'mark' AND c.mark_end, c.mark_lsn, 0))) AS last_end
        FROM changes AS c
        INNER JOIN points AS p ON p.source = c.source
        WHERE c.incarnation = p.incarnation AND c.end_lsn <= p.lsn AND c.mark_lsn <= p.lsn
        GROUP BY source
    ),
    -- Complete since the first snapshot's end, or without one since the first record.
    beginnings AS (
        SELECT
            source,
            if(countIf(entity = 'mark' AND mark_end) > 0, minIf(record_time, entity = 'mark' AND mark_end), min(record_time)) AS since
        FROM changes
        GROUP BY source
    ),
    -- And since the last hour that was landed so late that compaction may have thinned it before.
    (SELECT maxIf(landing_hour + INTERVAL 1 HOUR, landed_at > landing_hour + toIntervalHour({compaction_lag_hours:UInt32})) FROM landings FINAL) AS thinned_until
SELECT
    p.source,
    p.incarnation,
    p.lsn,
    c.last_end,
    p.clock,
    greatest(toDateTime64(b.since, 6, 'UTC'), toDateTime64(thinned_until, 6, 'UTC')),
    p.answered,
    p.not_answered
FROM points AS p
LEFT JOIN commits AS c ON c.source = p.source
LEFT JOIN beginnings AS b ON b.source = p.source
