-- Whatever an earlier landing left behind when it was killed.
TRUNCATE TABLE changes_staging
