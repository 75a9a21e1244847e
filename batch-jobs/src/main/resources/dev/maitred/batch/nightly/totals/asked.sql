-- The points that the log has to be landed through.
SELECT toString(source) AS source_name, lsn FROM run_asked WHERE answered ORDER BY source_name
