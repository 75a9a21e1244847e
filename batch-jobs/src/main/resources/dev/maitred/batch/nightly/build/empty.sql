ALTER TABLE night_360_staging DROP PARTITION {date:Date}
