-- What readers are told of these dates; written before their partitions are replaced.
INSERT INTO publications
SELECT
    'night_360',
    s.business_date,
    {publication:String},
    k.source,
    k.incarnation,
    k.lsn,
    k.clock,
    k.history_since,
    k.audited AND d.differences = 0,
    multiIf(NOT k.audited, k.not_audited, d.differences > 0, concat(toString(d.differences), ' differences from the source'), ''),
    d.differences,
    {rows_in:UInt64},
    s.nights,
    {seconds:Float64},
    s.hash,
    now64(3)
FROM (
    SELECT
        business_date,
        count() AS nights,
        hex(SHA256(arrayStringConcat(arrayMap(row -> row.3, arraySort(groupArray((venue, slot, row_hash))))))) AS hash
    FROM night_360_staging
    WHERE business_date IN ({dates:Array(Date)})
    GROUP BY business_date
) AS s
CROSS JOIN run_cuts AS k
LEFT JOIN (
    SELECT business_date, splitByChar(':', venue)[1] AS source, count() AS differences
    FROM audit_differences
    WHERE run = {publication:String}
    GROUP BY business_date, source
) AS d ON d.business_date = s.business_date AND d.source = k.source
