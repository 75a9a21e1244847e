-- What was published: rows, and one hash over the hashes of all dates in order.
SELECT
    sum(p.rows_out) AS rows_out,
    hex(SHA256(arrayStringConcat(arrayMap(d -> d.2, arraySort(groupArray((p.business_date, p.hash))))))) AS hash,
    anyIf(p.hash, p.business_date = {date:Date}) AS date_hash
FROM (SELECT DISTINCT business_date, rows_out, hash FROM publications FINAL WHERE mart = 'night_360' AND publication = {publication:String}) AS p
