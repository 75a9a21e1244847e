-- The history: every record of the change logs, not only the last of each key.
-- Grain: one row per record of a log. Watermarks are no rows (120 a second would drown the rest); what they say is in landing_watermarks.
-- Order: key, then position, so that one row's versions lie side by side and a fold over keys streams.
-- Partition: the day of the landing hour, and the piece: one landing hour of one log partition ('07 maitred.venue.changes 3').
--   A piece is replaced as a whole, so that landing it again changes nothing. A finished day's pieces can become one ('day').
-- Retention: none yet; whole partitions by landed_day when there is one, because landing time is what the log is replayed by.
-- Why flat: the entities share most fields (slot, section, state, at), and empty columns cost next to nothing in columnar storage.
-- Instants are null when the contract says "not known" or "never". Beyond 1900 to 2299 they stand at that bound.
CREATE TABLE IF NOT EXISTS changes
(
    -- Where the record lies.
    landed_day     Date,
    landed_piece   LowCardinality(String),
    landing_hour   DateTime('UTC'),
    topic          LowCardinality(String),
    log_partition  UInt16,
    log_offset     Int64,
    record_time    DateTime64(3, 'UTC'),

    -- Its key. The source is the owner's prefix.
    source         LowCardinality(String),
    owner          LowCardinality(String),
    entity         LowCardinality(String),
    rule           LowCardinality(String),
    row            String,

    -- Its headers. A deleted row has only what stands above and here.
    deleted        Bool,
    reason         LowCardinality(String),
    incarnation    Int32,
    previous_end   UInt64 COMMENT 'P of the position: the LSN at which the commit before it ended',
    row_index      Int32  COMMENT 'i of the position; 0: read by a snapshot or resync',
    end_lsn        UInt64 COMMENT 'where its transaction ended; 0: not known (a snapshot, or a transaction of more rows than landing holds back)',
    committed_at   Nullable(DateTime64(6, 'UTC')) COMMENT 'by the source''s clock; null where end_lsn is 0',
    closes         Bool   COMMENT 'the last of its transaction in this log partition',

    -- What it is about.
    slot           String COMMENT 'the slot it speaks of; a slot''s own row says itself',
    unit           String,
    units          Array(String),
    section        LowCardinality(String),
    label          String,
    name           String,
    kind           LowCardinality(String),
    state          LowCardinality(String),
    starts_at      Nullable(DateTime64(6, 'UTC')),
    ends_at        Nullable(DateTime64(6, 'UTC')),
    at             Nullable(DateTime64(6, 'UTC')) COMMENT 'of a check-in, a payment, an activity',
    made_at        Nullable(DateTime64(6, 'UTC')),
    expires_at     Nullable(DateTime64(6, 'UTC')) COMMENT 'null: never',

    -- Venue, hours.
    tenant           LowCardinality(String),
    time_zone        LowCardinality(String),
    day_ends_minute  Int32,
    weekday          Int32,
    date_epoch_day   Nullable(Int32),
    opens_minute     Int32,
    closes_minute    Int32,
    closed           Bool,

    -- Slot, unit, capacity.
    open             Bool,
    seats            Int32,
    active           Bool,
    quantity         Nullable(Int64) COMMENT 'of a capacity null means unknown',

    -- Occupant, reservation.
    party_size       Int32,
    amount_minor     Nullable(Int64) COMMENT 'in the currency''s minor unit, exact',
    currency         LowCardinality(String),
    reservation      String,

    -- Check-in, payment, session.
    outcome          LowCardinality(String),
    reject_reason    LowCardinality(String),
    method           LowCardinality(String),
    subject          String,
    people           Int32,
    session          String,
    purpose          LowCardinality(String),
    opened_at        Nullable(DateTime64(6, 'UTC')),
    closed_at        Nullable(DateTime64(6, 'UTC')) COMMENT 'null: still open',

    -- Queue item.
    queue_group      LowCardinality(String),
    priority         Int32,
    enqueued_at      Nullable(DateTime64(6, 'UTC')),
    available_at     Nullable(DateTime64(6, 'UTC')),
    started_at       Nullable(DateTime64(6, 'UTC')),
    finished_at      Nullable(DateTime64(6, 'UTC')),
    lease_until      Nullable(DateTime64(6, 'UTC')),
    attempts         Int32,
    error            LowCardinality(String),

    -- Activity, document.
    object           String,
    measures         Map(String, Float64),
    body             String,

    -- Begin and end marks of a snapshot or resync.
    mark_venue       String,
    mark_rules       Array(String),
    mark_lsn         UInt64,
    mark_end         Bool
)
ENGINE = MergeTree
PARTITION BY (landed_day, landed_piece)
ORDER BY (owner, entity, rule, row, incarnation, previous_end, row_index, log_offset);

-- Where a landing is written before its pieces replace those of the history. Empty between landings.
CREATE TABLE IF NOT EXISTS changes_staging AS changes;
