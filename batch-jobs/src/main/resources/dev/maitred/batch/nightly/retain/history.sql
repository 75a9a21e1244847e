-- How much history there is, for the log.
SELECT
    toInt64(sum(rows)) AS history_rows,
    toInt64(sum(bytes_on_disk)) AS bytes,
    toInt64(count()) AS parts
FROM system.parts
WHERE database = currentDatabase() AND table = 'changes' AND active
