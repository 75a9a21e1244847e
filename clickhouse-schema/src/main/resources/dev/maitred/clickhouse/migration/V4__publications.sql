-- What each published business date rests on.
-- Grain: one row per mart, business date, publication and source. Order: as it is asked for. Partition: month. Retention: kept.
-- Why: a report says through which LSN it knows, since when history is complete, and whether it was audited. It is written before the
-- partition is replaced, and the mart's rows name their publication, so that no reader ever sees rows with another's words.
CREATE TABLE IF NOT EXISTS publications
(
    mart             LowCardinality(String),
    business_date    Date,
    publication      String,
    source           LowCardinality(String),
    incarnation      Int32,
    lsn              UInt64 COMMENT 'changes not after it are in',
    clock            DateTime64(6, 'UTC') COMMENT 'the source''s clock there',
    history_since    DateTime64(6, 'UTC') COMMENT 'from when on every change is known; before it there are final states only',
    audited          Bool   COMMENT 'compared with the source at that LSN and equal',
    not_audited      String COMMENT 'why not; empty when audited',
    differences      UInt64,
    rows_in          UInt64 COMMENT 'rows of the history not after the cut',
    rows_out         UInt64 COMMENT 'nights of this date',
    seconds          Float64 COMMENT 'since the run began',
    hash             String COMMENT 'of this date''s rows, ordered by venue and slot',
    published_at     DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(published_at)
PARTITION BY toYYYYMM(business_date)
ORDER BY (mart, business_date, publication, source);

-- What the audit found to differ.
-- Grain: one row per run and thing that differs. Order: run. Partition: run. Retention: the runs of 30 days.
CREATE TABLE IF NOT EXISTS audit_differences
(
    run            String,
    business_date  Date,
    venue          String,
    slot           String,
    what           LowCardinality(String) COMMENT 'occupants: another number than the source; row: altered after it was built; night: not in the history',
    detail         String,
    expected       Int64,
    found          Int64
)
ENGINE = MergeTree
PARTITION BY run
ORDER BY (business_date, venue, slot, what, detail);
