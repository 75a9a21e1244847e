-- From here on readers see the date as this run built it; before, as the last run did; nothing between.
ALTER TABLE night_360 REPLACE PARTITION {date:Date} FROM night_360_staging
