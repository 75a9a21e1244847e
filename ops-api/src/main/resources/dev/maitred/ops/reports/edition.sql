-- What is readable now, in short: every publication changes it. It reads the mart and not the publications, which are written first.
SELECT
    lower(hex(sum(cityHash64(business_date, publication)))) AS edition,
    count() AS nights
FROM night_360
