-- How far every source is known in all log partitions that speak of it: what stands there where the source itself cannot be asked.
SELECT
    source,
    incarnation,
    min(p.lsn) AS lsn,
    toUnixTimestamp64Micro(min(p.clock)) AS clock_micros
FROM (
    SELECT source, log_partition, max(w.incarnation) AS incarnation, max((w.incarnation, w.lsn)).2 AS lsn, max(w.clock) AS clock
    FROM landing_watermarks AS w FINAL
    WHERE topic = {topic:String}
    GROUP BY source, log_partition
) AS p
WHERE (source, incarnation) IN (SELECT source, max(incarnation) FROM landing_watermarks GROUP BY source)
GROUP BY source, incarnation
ORDER BY source
