-- What an earlier run left behind when it failed.
TRUNCATE TABLE night_360_staging
