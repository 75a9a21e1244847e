-- What a run published: rows, one hash over the hashes of all its dates in order, and whether every source was audited.
SELECT
    count() AS dates,
    ifNull(max(p.rows_in), 0) AS rows_in,
    sum(p.rows_out) AS rows_out,
    sum(p.differences) AS differences,
    arrayStringConcat(arraySort(arrayDistinct(arrayFlatten(groupArray(p.reasons)))), '; ') AS not_audited,
    toUnixTimestamp64Micro(min(p.clock)) AS clock_micros,
    hex(SHA256(arrayStringConcat(arrayMap(d -> d.2, arraySort(groupArray((p.business_date, p.hash))))))) AS hash,
    anyIf(p.hash, p.business_date = {date:Date}) AS date_hash
FROM (
    SELECT
        business_date,
        any(w.hash) AS hash,
        any(w.rows_in) AS rows_in,
        any(w.rows_out) AS rows_out,
        sum(w.differences) AS differences,
        groupArrayIf(concat(w.source, ': ', w.not_audited), NOT w.audited) AS reasons,
        min(w.clock) AS clock
    FROM publications AS w FINAL
    WHERE mart = 'night_360' AND publication = {publication:String}
    GROUP BY business_date
) AS p
