-- One night's story and what it rests on. A row that somebody altered is not audited, whatever its publication says.
SELECT
    toString(p.lsn) AS lsn,
    p.clock AS clock,
    p.audited AND n.row_hash = n.content_hash AS audited,
    if(n.row_hash = n.content_hash, p.not_audited, 'the row was altered after it was published') AS notAudited,
    p.history_since AS historySince,
    p.published_at AS publishedAt,
    CAST((
        n.venue, n.venue_name, n.slot, n.label, n.business_date, n.time_zone, n.starts_at, n.ends_at, n.open, n.complete,
        n.capacity, n.blocked, n.sold, n.sold_share, arrayMap(s -> (s.section, s.capacity, s.sold, s.sold_out_at), n.sections),
        (n.bookings_made, n.bookings_confirmed, n.bookings_seated, n.bookings_completed, n.bookings_cancelled, n.bookings_no_show,
            n.bookings_expired, n.bookings_removed, n.bookings_moved, n.guests_booked,
            arrayMap((currency, minor) -> (minor, currency), mapKeys(n.booked_minor), mapValues(n.booked_minor))),
        (n.holds_made, n.holds_converted, n.holds_expired, n.holds_released, n.holds_open),
        arrayMap(point -> (-point.minutes_from_start, point.sold, point.share), n.sell_through),
        (n.lead_minutes_p10, n.lead_minutes_p50, n.lead_minutes_p90),
        (n.admitted, n.admitted_people, n.admitted_by_subject, n.admitted_by_method, n.rejected, n.rejected_by_reason),
        arrayMap(quarter -> (addMinutes(n.starts_at, quarter.minutes_from_start), quarter.people), n.arrivals),
        (n.sessions, n.session_units, n.sessions_open, n.session_minutes_p50),
        n.table_turns,
        arrayMap((currency, minor) -> (minor, currency), mapKeys(n.payments_minor['deposit']), mapValues(n.payments_minor['deposit'])),
        mapApply((purpose, amounts) -> (purpose, arrayMap((currency, minor) -> (minor, currency), mapKeys(amounts), mapValues(amounts))),
            n.payments_minor)
    ), 'Tuple(
        venue String, venueName String, slot String, label String, businessDate Date, timeZone String,
        startsAt DateTime64(6, ''UTC''), endsAt DateTime64(6, ''UTC''), open Bool, complete Bool,
        capacity Nullable(Int64), blocked Int64, sold Int64, soldShare Nullable(Float64),
        sections Array(Tuple(section String, capacity Nullable(Int64), sold Int64, soldOutAt Nullable(DateTime64(6, ''UTC'')))),
        bookings Tuple(made UInt64, confirmed UInt64, seated UInt64, completed UInt64, cancelled UInt64, noShow UInt64,
            expired UInt64, removed UInt64, moved UInt64, guests Int64, booked Array(Tuple(minor Int64, currency String))),
        holds Tuple(made UInt64, converted UInt64, expired UInt64, released UInt64, open UInt64),
        sellThrough Array(Tuple(minutesBeforeStart Int32, sold Int64, share Nullable(Float64))),
        leadMinutes Tuple(p10 Nullable(Float64), p50 Nullable(Float64), p90 Nullable(Float64)),
        checkIns Tuple(admitted UInt64, people Int64, peopleBySubject Map(String, Int64), peopleByMethod Map(String, Int64),
            rejected UInt64, rejectedByReason Map(String, UInt64)),
        arrivals Array(Tuple(at DateTime64(6, ''UTC''), people Int64)),
        sessions Tuple(count UInt64, units UInt64, open UInt64, minutesP50 Nullable(Float64)),
        tableTurns Nullable(Float64),
        deposits Array(Tuple(minor Int64, currency String)),
        payments Map(String, Array(Tuple(minor Int64, currency String))))') AS story
FROM night_360 AS n
INNER JOIN (SELECT * FROM publications FINAL WHERE mart = 'night_360') AS p
    ON p.business_date = n.business_date AND p.publication = n.publication AND p.source = splitByChar(':', n.venue)[1]
WHERE n.venue = {venue:String} AND n.slot = {slot:String}
ORDER BY p.published_at DESC
LIMIT 1
