-- The night's story.
-- Grain: one row per venue and slot.
-- Order: venue, slot: a report reads one row.
-- Partition: business date, because a night is published with its whole business date, by one atomic partition replace.
-- Retention: kept; about 5 KB a night.
-- Why arrays and maps: a report shows them as a whole and never filters by their content.
-- "Sold" is a booking, reservation or sale that is confirmed, seated, completed or a no-show. Money is in minor units, exact.
CREATE TABLE IF NOT EXISTS night_360
(
    business_date     Date,
    venue             String,
    slot              String,
    publication       LowCardinality(String) COMMENT 'the run that published it, with this date''s other nights',

    venue_name        String,
    tenant            String,
    time_zone         LowCardinality(String),
    label             String,
    open              Bool,
    starts_at         DateTime64(6, 'UTC'),
    ends_at           DateTime64(6, 'UTC'),
    complete          Bool COMMENT 'the night was over, and every hold decided, at the run''s cut',

    -- What there was to sell.
    capacity          Nullable(Int64) COMMENT 'units, or the sum of quantities; null: unknown',
    blocked           Int64,
    sections          Array(Tuple(section String, capacity Nullable(Int64), sold Int64, sold_out_at Nullable(DateTime64(6, 'UTC')))),

    -- What became of it, by the last state before the night ended. A row deleted later is the source's own clearing up.
    bookings_made      UInt64,
    bookings_confirmed UInt64 COMMENT 'neither came nor were marked as no-show',
    bookings_seated    UInt64 COMMENT 'were seated at some time',
    bookings_completed UInt64,
    bookings_cancelled UInt64,
    bookings_no_show   UInt64,
    bookings_expired   UInt64,
    bookings_removed   UInt64 COMMENT 'deleted before the night ended',
    bookings_moved     UInt64 COMMENT 'left for another slot',
    guests_booked      Int64  COMMENT 'party sizes of what was sold',
    booked_minor       Map(String, Int64) COMMENT 'by currency',
    sold               Int64,
    sold_share         Nullable(Float64),

    holds_made         UInt64,
    holds_converted    UInt64 COMMENT 'the transaction that ended them made a booking of the same unit or section',
    holds_expired      UInt64,
    holds_released     UInt64,
    holds_open         UInt64,

    sell_through       Array(Tuple(minutes_from_start Int32, sold Int64, share Nullable(Float64))) COMMENT 'negative: before the start',
    lead_minutes_p10   Nullable(Float64),
    lead_minutes_p50   Nullable(Float64),
    lead_minutes_p90   Nullable(Float64),

    -- The door.
    arrivals           Array(Tuple(minutes_from_start Int32, people Int64)) COMMENT 'admitted, per 15 minutes',
    admitted           UInt64 COMMENT 'check-ins',
    admitted_people    Int64,
    admitted_by_subject Map(String, Int64) COMMENT 'people: table guests, guest list, as the source calls them',
    admitted_by_method  Map(String, Int64) COMMENT 'people',
    rejected           UInt64,
    rejected_by_reason Map(String, UInt64),

    -- The tables.
    sessions           UInt64,
    session_units      UInt64,
    sessions_open      UInt64,
    table_turns        Nullable(Float64) COMMENT 'sessions per unit that had any',
    session_minutes_p50 Nullable(Float64),
    payments_minor     Map(String, Map(String, Int64)) COMMENT 'purpose, then currency: deposit, EUR',
    payments           UInt64,

    -- For the audit and for the next run.
    live_occupants     Map(String, UInt64) COMMENT 'rows there at the cut, by kind/state as the source says them',
    last_incarnation   Int32  COMMENT 'position of the newest change in it',
    last_previous_end  UInt64,
    last_index         Int32,

    content_hash       String ALIAS hex(sipHash128(tuple(
        business_date, venue, slot, venue_name, tenant, time_zone, label, open, starts_at, ends_at, complete, capacity, blocked, sections,
        bookings_made, bookings_confirmed, bookings_seated, bookings_completed, bookings_cancelled, bookings_no_show, bookings_expired,
        bookings_removed, bookings_moved, guests_booked, booked_minor, sold, sold_share, holds_made, holds_converted, holds_expired,
        holds_released, holds_open, sell_through, lead_minutes_p10, lead_minutes_p50, lead_minutes_p90, arrivals, admitted, admitted_people,
        admitted_by_subject, admitted_by_method, rejected, rejected_by_reason, sessions, session_units, sessions_open, table_turns,
        session_minutes_p50, payments_minor, payments, live_occupants))) COMMENT 'of what it says now',
    row_hash           String DEFAULT content_hash COMMENT 'of what it said when it was built; another content_hash means that somebody altered it'
)
ENGINE = MergeTree
PARTITION BY business_date
ORDER BY (venue, slot);

-- Where a run builds. Its partitions replace those of the mart.
CREATE TABLE IF NOT EXISTS night_360_staging AS night_360;
