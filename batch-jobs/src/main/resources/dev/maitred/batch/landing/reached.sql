-- How far each source is known in each log partition.
SELECT source, log_partition, incarnation, max(lsn) AS lsn, toUnixTimestamp64Micro(max(clock)) AS clock_micros
FROM landing_watermarks FINAL
WHERE topic = {topic:String}
GROUP BY source, log_partition, incarnation
