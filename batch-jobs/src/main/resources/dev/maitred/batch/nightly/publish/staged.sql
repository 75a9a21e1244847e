SELECT count() AS nights FROM night_360_staging WHERE business_date = {date:Date}
