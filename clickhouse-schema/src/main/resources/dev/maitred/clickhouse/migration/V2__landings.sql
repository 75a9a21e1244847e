-- Which offsets of the log were landed as which piece of the history.
-- Grain: one row per topic, landing hour and log partition; landing it again replaces it.
-- Order: the log's own. Partition: month of the hour. Retention: as the history's.
-- Why: the next landing goes on where this one ended, and an hour that was closed is never read again (compaction may have thinned it).
CREATE TABLE IF NOT EXISTS landings
(
    topic          LowCardinality(String),
    log_partition  UInt16,
    landing_hour   DateTime('UTC'),
    first_offset   Int64,
    next_offset    Int64 COMMENT 'the first offset that is not in it; transaction markers take offsets too',
    closed         Bool  COMMENT 'records of a later hour exist, so this one is whole',
    rows           UInt64,
    landed_at      DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(landed_at)
PARTITION BY toYYYYMM(landing_hour)
ORDER BY (topic, log_partition, landing_hour);

-- How far each source is known to be in each log partition: by its watermarks and by the ends of its transactions.
-- Grain: one row per topic, landing hour, log partition and source. Order, partition, retention: as landings.
-- Why: "landed through LSN C" means that every log partition has a row here that is not before C.
CREATE TABLE IF NOT EXISTS landing_watermarks
(
    topic          LowCardinality(String),
    log_partition  UInt16,
    landing_hour   DateTime('UTC'),
    source         LowCardinality(String),
    incarnation    Int32,
    lsn            UInt64,
    clock          DateTime64(6, 'UTC'),
    landed_at      DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(landed_at)
PARTITION BY toYYYYMM(landing_hour)
ORDER BY (topic, log_partition, landing_hour, source);
