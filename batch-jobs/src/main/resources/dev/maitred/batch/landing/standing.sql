-- The last piece landed of each log partition.
SELECT
    topic,
    log_partition,
    toInt64(toUnixTimestamp(max(landing_hour))) AS hour_seconds,
    argMax(first_offset, landing_hour) AS first_offset,
    argMax(next_offset, landing_hour) AS next_offset,
    argMax(closed, landing_hour) AS is_closed
FROM landings FINAL
GROUP BY topic, log_partition
