SELECT business_date, venue, slot, what, detail, expected, found
FROM audit_differences
WHERE run = {run:String}
ORDER BY business_date, venue, slot, what, detail
LIMIT 100
