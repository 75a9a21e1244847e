-- How far the run looks at one source. "Not after the LSN" needs the end of the last commit in the log that is not after it: a row's
-- position names the commit before its own.
INSERT INTO run_cuts
SELECT
    {source:String},
    {incarnation:Int32},
    {lsn:UInt64},
    (SELECT max(end_lsn) FROM changes
        WHERE source = {source:String} AND incarnation = {incarnation:Int32} AND end_lsn <= {lsn:UInt64}),
    fromUnixTimestamp64Micro({clock_micros:Int64}, 'UTC'),
    -- Complete since the snapshot's end, or the first record; and since the last hour that was landed so late that compaction may have
    -- thinned it before.
    greatest(
        (SELECT toDateTime64(if(countIf(entity = 'mark' AND mark_end) > 0, minIf(record_time, entity = 'mark' AND mark_end), min(record_time)), 6, 'UTC')
            FROM changes WHERE source = {source:String}),
        (SELECT toDateTime64(maxIf(landing_hour + INTERVAL 1 HOUR, landed_at > landing_hour + INTERVAL {compaction_lag_hours:UInt32} HOUR), 6, 'UTC')
            FROM landings FINAL)),
    {audited:Bool},
    {not_audited:String}
