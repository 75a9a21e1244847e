-- Every night of this date went away: moved to another date, or called off.
ALTER TABLE night_360 DROP PARTITION {date:Date}
