-- The business dates whose partition changes: where touched nights are, and where they were.
SELECT business_date, countIf(built_here) AS nights
FROM (
    SELECT business_date, true AS built_here FROM touched_nights WHERE built
    UNION ALL
    SELECT assumeNotNull(was_on), false FROM touched_nights WHERE was_on IS NOT NULL
)
GROUP BY business_date
ORDER BY business_date
