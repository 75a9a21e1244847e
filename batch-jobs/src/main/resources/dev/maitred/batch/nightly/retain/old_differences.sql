-- The runs whose differences are older than 30 days.
SELECT DISTINCT run AS old_run
FROM audit_differences
WHERE toDate(splitByChar('.', run)[1]) < {date:Date} - 30
