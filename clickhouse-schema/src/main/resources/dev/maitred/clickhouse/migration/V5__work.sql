-- Work tables of the nightly job: what one step leaves for the next. One run at a time writes here (the job sees to that), each step
-- empties what it fills, so that a step repeated after a kill leaves the same. MergeTree and not Memory: a restarted run goes on from them.
-- Retention: until the next run.

-- What the sources answered when they were asked for their totals. Grain: one row per source asked.
CREATE TABLE IF NOT EXISTS run_asked
(
    source       LowCardinality(String),
    answered     Bool,
    lsn          UInt64 COMMENT 'the totals are as of it',
    clock        DateTime64(6, 'UTC') COMMENT 'the source''s clock there',
    not_answered String COMMENT 'why not'
)
ENGINE = MergeTree ORDER BY source;

-- How far the run looks, by source. Grain: one row per source.
-- A change is in when its position is less than (previous_end, 1); rows read by a snapshot when their P is not after lsn.
CREATE TABLE IF NOT EXISTS run_cuts
(
    source          LowCardinality(String),
    incarnation     Int32,
    lsn             UInt64,
    previous_end    UInt64 COMMENT 'the end of the last commit in the log not after lsn',
    clock           DateTime64(6, 'UTC'),
    history_since   DateTime64(6, 'UTC'),
    audited         Bool,
    not_audited     String
)
ENGINE = MergeTree ORDER BY source;

-- What the source itself says, at lsn. Grain: one row per venue, slot, kind and state.
CREATE TABLE IF NOT EXISTS source_totals
(
    source     LowCardinality(String),
    venue      String,
    slot       String,
    kind       LowCardinality(String),
    state      LowCardinality(String),
    occupants  UInt64
)
ENGINE = MergeTree ORDER BY (venue, slot, kind, state);

-- The nights that the run builds, and those that it takes away. Grain: one row per venue and slot.
CREATE TABLE IF NOT EXISTS touched_nights
(
    venue              String,
    slot               String,
    source             LowCardinality(String),
    business_date      Date,
    was_on             Nullable(Date) COMMENT 'the business date under which the mart has it now',
    built              Bool COMMENT 'false: called off and gone, or no longer within the run''s dates',
    venue_name         String,
    tenant             String,
    time_zone          LowCardinality(String),
    label              String,
    open               Bool,
    starts_at          DateTime64(6, 'UTC'),
    ends_at            DateTime64(6, 'UTC'),
    clock              DateTime64(6, 'UTC'),
    last_incarnation   Int32,
    last_previous_end  UInt64,
    last_index         Int32
)
ENGINE = MergeTree ORDER BY (venue, slot);

-- What there was to sell. Grain: one row per night and section (units) or per night and capacity row.
CREATE TABLE IF NOT EXISTS night_sections
(
    business_date  Date,
    venue          String,
    slot           String,
    section        String,
    units          Array(String),
    quantity       Nullable(Int64) COMMENT 'units that could be booked, or the quantity; null: unknown'
)
ENGINE = MergeTree ORDER BY (business_date, venue, slot, section);

-- Who took it. Grain: one row per night and occupant that was ever in it, with its versions in order.
CREATE TABLE IF NOT EXISTS night_occupants
(
    business_date  Date,
    venue          String,
    slot           String,
    rule           LowCardinality(String),
    row            String,
    kind           LowCardinality(String),
    fate           LowCardinality(String) COMMENT 'its last state before the night ended, or moved, or removed',
    live_state     LowCardinality(String) COMMENT 'its state at the cut when it is there; else empty',
    was_seated     Bool,
    made_at        DateTime64(6, 'UTC'),
    expires_at     Nullable(DateTime64(6, 'UTC')),
    released_at    Nullable(DateTime64(6, 'UTC')) COMMENT 'when it first took nothing any more',
    released_in    Tuple(incarnation Int32, previous_end UInt64) COMMENT 'the transaction that did it',
    made_in        Tuple(incarnation Int32, previous_end UInt64) COMMENT 'the transaction that brought it into this night; (0, 0): a snapshot',
    party_size     Int32,
    amount_minor   Nullable(Int64),
    currency       LowCardinality(String),
    section        String,
    units          Array(String),
    versions       Array(Tuple(at DateTime64(6, 'UTC'), sold Int64, taken Int64, units Array(String), section String))
        COMMENT 'quantities sold and taken (sold or blocked) in this night from then on'
)
ENGINE = MergeTree ORDER BY (business_date, venue, slot, kind, rule, row);

-- Arrivals, sessions and payments of the night, as they stood when it ended. Grain: one row per night and row of the source.
CREATE TABLE IF NOT EXISTS night_attendance
(
    business_date  Date,
    venue          String,
    slot           String,
    entity         LowCardinality(String),
    rule           LowCardinality(String),
    row            String,
    outcome        LowCardinality(String),
    reject_reason  LowCardinality(String),
    method         LowCardinality(String),
    subject        String,
    people         Int32,
    at             Nullable(DateTime64(6, 'UTC')),
    unit           String,
    opened_at      Nullable(DateTime64(6, 'UTC')),
    closed_at      Nullable(DateTime64(6, 'UTC')),
    purpose        LowCardinality(String),
    amount_minor   Nullable(Int64),
    currency       LowCardinality(String)
)
ENGINE = MergeTree ORDER BY (business_date, venue, slot, entity, rule, row);
