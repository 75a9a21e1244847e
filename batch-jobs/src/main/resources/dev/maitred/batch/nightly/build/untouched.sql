-- The nights of these dates that nothing touched go on as they are, their row_hash with them.
INSERT INTO night_360_staging
SELECT * EXCEPT (row_hash) REPLACE ({publication:String} AS publication), row_hash
FROM night_360
WHERE business_date IN ({dates:Array(Date)}) AND (venue, slot) NOT IN (SELECT venue, slot FROM touched_nights)
