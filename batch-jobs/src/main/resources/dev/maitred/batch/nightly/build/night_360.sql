-- One row per night of these business dates, from what the steps before gathered.
INSERT INTO night_360_staging
    (business_date, venue, slot, publication, venue_name, tenant, time_zone, label, open, starts_at, ends_at, complete, capacity, blocked, sections,
    bookings_made, bookings_confirmed, bookings_seated, bookings_completed, bookings_cancelled, bookings_no_show, bookings_expired,
    bookings_removed, bookings_moved, guests_booked, booked_minor, sold, sold_share, holds_made, holds_converted, holds_expired, holds_released,
    holds_open, sell_through, lead_minutes_p10, lead_minutes_p50, lead_minutes_p90, arrivals, admitted, admitted_people, admitted_by_subject,
    admitted_by_method, rejected, rejected_by_reason, sessions, session_units, sessions_open, table_turns, session_minutes_p50,
    payments_minor, payments, live_occupants, last_incarnation, last_previous_end, last_index)
WITH
    nights AS (SELECT * FROM touched_nights WHERE built AND business_date IN ({dates:Array(Date)})),
    occupants AS (SELECT * FROM night_occupants WHERE business_date IN ({dates:Array(Date)})),
    attendance AS (SELECT * FROM night_attendance WHERE business_date IN ({dates:Array(Date)})),
    offered AS (SELECT * FROM night_sections WHERE business_date IN ({dates:Array(Date)})),

    capacities AS (
        SELECT venue, slot, if(countIf(quantity IS NULL) > 0, NULL, sum(quantity)) AS capacity
        FROM offered
        GROUP BY venue, slot
    ),

    -- What was sold and taken, by section: +quantity when a span begins, -quantity when it ends.
    spans AS (
        SELECT
            venue,
            slot,
            span.at AS from_at,
            next_at AS until_at,
            arrayJoin(if(empty(span.units), [''], span.units)) AS unit,
            span.section AS own_section,
            if(unit = '', span.sold, toInt64(span.sold > 0)) AS sold,
            if(unit = '', span.taken, toInt64(span.taken > 0)) AS taken
        FROM occupants
        ARRAY JOIN versions AS span, arrayPushBack(arrayPopFront(versions.at), toDateTime64('2299-01-01 00:00:00', 6, 'UTC')) AS next_at
        WHERE span.taken > 0
    ),
    sections_of_units AS (SELECT venue, slot, arrayJoin(units) AS unit, section FROM offered),
    section_events AS (
        SELECT
            s.venue AS venue,
            s.slot AS slot,
            if(u.section != '' OR s.unit != '', u.section, toString(s.own_section)) AS section,
            arrayJoin([(s.from_at, s.taken, s.sold), (s.until_at, -s.taken, -s.sold)]) AS event
        FROM spans AS s
        LEFT JOIN sections_of_units AS u ON u.venue = s.venue AND u.slot = s.slot AND u.unit = s.unit
    ),
    section_sales AS (
        SELECT
            venue,
            slot,
            section,
            -- What ends at an instant before what begins at it: a move within one transaction never sells out.
            arraySort(groupArray(event)) AS events
        FROM section_events
        GROUP BY venue, slot, section
    ),
    section_stories AS (
        SELECT
            o.venue AS venue,
            o.slot AS slot,
            arraySort(t -> t.1, groupArray((o.section, o.quantity, o.sold, o.sold_out_at))) AS told
        FROM (
            SELECT
                q.venue AS venue,
                q.slot AS slot,
                q.section AS section,
                q.quantity AS quantity,
                arraySum(e -> if(e.1 <= least(n.ends_at, n.clock), e.3, 0), s.events) AS sold,
                arrayFirstIndex(total -> total >= q.quantity, arrayCumSum(arrayMap(e -> e.2, s.events))) AS full_at,
                if(full_at > 0 AND q.quantity > 0 AND s.events[full_at].1 <= least(n.ends_at, n.clock), s.events[full_at].1, NULL) AS sold_out_at
            FROM (SELECT venue, slot, section, if(countIf(quantity IS NULL) > 0, NULL, sum(quantity)) AS quantity
                FROM offered GROUP BY venue, slot, section) AS q
            INNER JOIN nights AS n ON n.venue = q.venue AND n.slot = q.slot
            LEFT JOIN section_sales AS s ON s.venue = q.venue AND s.slot = q.slot AND s.section = q.section
        ) AS o
        GROUP BY venue, slot
    ),
    night_sales AS (
        SELECT e.venue AS venue, e.slot AS slot, sumIf(e.event.3, e.event.1 <= least(n.ends_at, n.clock)) AS sold
        FROM section_events AS e
        INNER JOIN nights AS n ON n.venue = e.venue AND n.slot = e.slot
        GROUP BY venue, slot
    ),

    -- The curve has a point a day until three days before the start, an hour until six hours before, then a quarter of an hour, to the
    -- night's end or the cut. What begins or ends counts from the first point that is not before it.
    curve_points AS (
        SELECT venue, slot, minute, sum(change) AS delta
        FROM (
            SELECT venue, slot, minute, toInt64(0) AS change, 1 AS is_point
            FROM (
                SELECT
                    venue,
                    slot,
                    starts_at,
                    least(ends_at, clock) AS until_at,
                    arrayJoin(arrayMap(m -> toInt32(m), arrayConcat(
                        range(-28 * 1440, -3 * 1440, 1440),
                        range(-3 * 1440, -360, 60),
                        -- At most a week of it: what never ends would give millions of points.
                        range(-360, toInt32(greatest(-359, least(7 * 1440, intDiv(dateDiff('second', starts_at, ends_at), 60) + 1))), 15)))) AS minute
                FROM nights
            )
            WHERE addMinutes(starts_at, minute) <= until_at
            UNION ALL
            SELECT
                e.venue,
                e.slot,
                toInt32(greatest(-28 * 1440, multiIf(
                    ceil(minutes) <= -3 * 1440, 1440 * ceil(minutes / 1440),
                    ceil(minutes) <= -360, 60 * ceil(minutes / 60),
                    15 * ceil(minutes / 15)))),
                e.event.3,
                0
            FROM (
                SELECT
                    v.venue AS venue,
                    v.slot AS slot,
                    v.event AS event,
                    (toUnixTimestamp64Micro(v.event.1) - toUnixTimestamp64Micro(n.starts_at)) / 60000000 AS minutes
                FROM section_events AS v
                INNER JOIN nights AS n ON n.venue = v.venue AND n.slot = v.slot
            ) AS e
        )
        GROUP BY venue, slot, minute
        HAVING max(is_point) = 1
    ),
    curves AS (
        SELECT venue, slot, arraySort(groupArray((minute, delta))) AS points, arrayCumSum(p -> p.2, points) AS totals
        FROM curve_points
        GROUP BY venue, slot
    ),

    -- A hold was converted when a booking of the same unit, or section, came in the transaction that ended it.
    booked_in AS (
        SELECT DISTINCT venue, slot, made_in, arrayJoin(if(empty(units), [concat('section ', section)], units)) AS thing
        FROM occupants
        WHERE kind IN ('booking', 'reservation', 'sale') AND made_in.previous_end > 0
    ),
    conversions AS (
        SELECT DISTINCT h.venue AS venue, h.slot AS slot, h.rule AS rule, h.row AS row, 1 AS converted
        FROM (
            SELECT venue, slot, rule, row, released_in, arrayJoin(if(empty(units), [concat('section ', section)], units)) AS thing
            FROM occupants
            WHERE kind = 'hold' AND released_in.previous_end > 0
        ) AS h
        INNER JOIN booked_in AS b ON b.venue = h.venue AND b.slot = h.slot AND b.made_in = h.released_in AND b.thing = h.thing
    ),
    holds AS (
        SELECT
            o.venue AS venue,
            o.slot AS slot,
            multiIf(
                c.converted = 1 OR o.fate IN ('confirmed', 'seated', 'completed'), 'converted',
                o.fate = 'expired' OR ifNull(o.expires_at <= ifNull(o.released_at, n.clock), false), 'expired',
                o.released_at IS NOT NULL, 'released',
                'open') AS outcome
        FROM occupants AS o
        INNER JOIN nights AS n ON n.venue = o.venue AND n.slot = o.slot
        LEFT JOIN conversions AS c ON c.venue = o.venue AND c.slot = o.slot AND c.rule = o.rule AND c.row = o.row
        WHERE o.kind = 'hold'
    ),
    hold_counts AS (
        SELECT
            venue,
            slot,
            count() AS made,
            countIf(outcome = 'converted') AS converted,
            countIf(outcome = 'expired') AS expired,
            countIf(outcome = 'released') AS released,
            countIf(outcome = 'open') AS open
        FROM holds
        GROUP BY venue, slot
    ),

    bookings AS (
        SELECT
            *,
            fate IN ('confirmed', 'seated', 'completed', 'no-show') AS is_sold,
            if(made_at > toDateTime64(0, 6, 'UTC'), made_at, NULL) AS known_made_at
        FROM occupants
        WHERE kind IN ('booking', 'reservation', 'sale')
    ),
    booking_counts AS (
        SELECT
            b.venue AS venue,
            b.slot AS slot,
            count() AS made,
            countIf(fate = 'confirmed') AS confirmed,
            countIf(was_seated) AS seated,
            countIf(fate = 'completed') AS completed,
            countIf(fate = 'cancelled') AS cancelled,
            countIf(fate = 'no-show') AS no_show,
            countIf(fate = 'expired') AS expired,
            countIf(fate = 'removed') AS removed,
            countIf(fate = 'moved') AS moved,
            sumIf(toInt64(party_size), is_sold) AS guests,
            sumMapIf(map(toString(currency), ifNull(amount_minor, 0)), is_sold AND amount_minor IS NOT NULL) AS minor,
            quantilesExactIf(0.1, 0.5, 0.9)(dateDiff('second', known_made_at, n.starts_at) / 60, fate != 'moved' AND known_made_at IS NOT NULL) AS lead,
            countIf(fate != 'moved' AND known_made_at IS NOT NULL) AS leads
        FROM bookings AS b
        INNER JOIN nights AS n ON n.venue = b.venue AND n.slot = b.slot
        GROUP BY venue, slot
    ),
    blocks AS (
        SELECT venue, slot, sum(versions[-1].taken) AS units
        FROM occupants
        WHERE kind = 'block'
        GROUP BY venue, slot
    ),
    live AS (
        SELECT venue, slot, sumMap(map(concat(kind, '/', live_state), toUInt64(1))) AS counts
        FROM occupants
        WHERE live_state != ''
        GROUP BY venue, slot
    ),

    door AS (
        SELECT
            venue,
            slot,
            countIf(outcome = 'admitted') AS admitted,
            sumIf(toInt64(a.people), a.outcome = 'admitted') AS admitted_people,
            sumMapIf(map(toString(subject), toInt64(a.people)), outcome = 'admitted') AS by_subject,
            sumMapIf(map(toString(method), toInt64(a.people)), outcome = 'admitted') AS by_method,
            countIf(outcome = 'rejected') AS rejected,
            sumMapIf(map(toString(reject_reason), toUInt64(1)), outcome = 'rejected') AS by_reason
        FROM attendance AS a
        WHERE entity = 'check-in'
        GROUP BY venue, slot
    ),
    quarters AS (
        SELECT venue, slot, arraySort(groupArray((minute, people))) AS arrivals
        FROM (
            SELECT
                a.venue AS venue,
                a.slot AS slot,
                toInt32(15 * floor(dateDiff('second', n.starts_at, assumeNotNull(a.at)) / 900)) AS minute,
                sum(toInt64(a.people)) AS people
            FROM attendance AS a
            INNER JOIN nights AS n ON n.venue = a.venue AND n.slot = a.slot
            WHERE a.entity = 'check-in' AND a.outcome = 'admitted' AND a.at IS NOT NULL
            GROUP BY venue, slot, minute
        )
        GROUP BY venue, slot
    ),
    tables AS (
        SELECT
            venue,
            slot,
            count() AS sessions,
            uniqExact(unit) AS units,
            countIf(closed_at IS NULL) AS still_open,
            quantileExactIf(0.5)(dateDiff('second', assumeNotNull(opened_at), assumeNotNull(closed_at)) / 60, closed_at IS NOT NULL AND opened_at IS NOT NULL) AS minutes,
            countIf(closed_at IS NOT NULL AND opened_at IS NOT NULL) AS closed
        FROM attendance
        WHERE entity = 'session'
        GROUP BY venue, slot
    ),
    money AS (
        SELECT venue, slot, sum(payments) AS payments, CAST(arraySort(t -> t.1, groupArray((purpose, by_currency))), 'Map(String, Map(String, Int64))') AS by_purpose
        FROM (
            SELECT venue, slot, toString(purpose) AS purpose, count() AS payments, sumMap(map(toString(currency), ifNull(amount_minor, 0))) AS by_currency
            FROM attendance
            WHERE entity = 'payment'
            GROUP BY venue, slot, purpose
        )
        GROUP BY venue, slot
    )
SELECT
    n.business_date,
    n.venue,
    n.slot,
    {publication:String},
    n.venue_name,
    n.tenant,
    n.time_zone,
    n.label,
    n.open,
    n.starts_at,
    n.ends_at,
    n.clock >= n.ends_at AND h.open = 0,
    c.capacity,
    k.units,
    s.told,
    b.made - b.moved,
    b.confirmed,
    b.seated,
    b.completed,
    b.cancelled,
    b.no_show,
    b.expired,
    b.removed,
    b.moved,
    b.guests,
    b.minor,
    e.sold,
    if(c.capacity > 0, e.sold / c.capacity, NULL),
    h.made,
    h.converted,
    h.expired,
    h.released,
    h.open,
    arrayMap((point, total) -> (point.1, total, if(c.capacity > 0, total / c.capacity, NULL)), u.points, u.totals),
    if(b.leads > 0, b.lead[1], NULL),
    if(b.leads > 0, b.lead[2], NULL),
    if(b.leads > 0, b.lead[3], NULL),
    q.arrivals,
    d.admitted,
    d.admitted_people,
    d.by_subject,
    d.by_method,
    d.rejected,
    d.by_reason,
    t.sessions,
    t.units,
    t.still_open,
    if(t.units > 0, t.sessions / t.units, NULL),
    if(t.closed > 0, t.minutes, NULL),
    m.by_purpose,
    m.payments,
    l.counts,
    n.last_incarnation,
    n.last_previous_end,
    n.last_index
FROM nights AS n
LEFT JOIN capacities AS c ON c.venue = n.venue AND c.slot = n.slot
LEFT JOIN section_stories AS s ON s.venue = n.venue AND s.slot = n.slot
LEFT JOIN night_sales AS e ON e.venue = n.venue AND e.slot = n.slot
LEFT JOIN curves AS u ON u.venue = n.venue AND u.slot = n.slot
LEFT JOIN hold_counts AS h ON h.venue = n.venue AND h.slot = n.slot
LEFT JOIN booking_counts AS b ON b.venue = n.venue AND b.slot = n.slot
LEFT JOIN blocks AS k ON k.venue = n.venue AND k.slot = n.slot
LEFT JOIN live AS l ON l.venue = n.venue AND l.slot = n.slot
LEFT JOIN door AS d ON d.venue = n.venue AND d.slot = n.slot
LEFT JOIN quarters AS q ON q.venue = n.venue AND q.slot = n.slot
LEFT JOIN tables AS t ON t.venue = n.venue AND t.slot = n.slot
LEFT JOIN money AS m ON m.venue = n.venue AND m.slot = n.slot
SETTINGS join_use_nulls = 0
