-- The part of pretix's tables that the mapping beside this reads, with what they lean on; written from memory of the public product.
-- pretix makes these itself: this file is for trying the mapping without it.
CREATE TABLE pretixbase_organizer (id bigint PRIMARY KEY, name text NOT NULL, slug text NOT NULL UNIQUE);

CREATE TABLE pretixbase_event (
    id bigint PRIMARY KEY,
    organizer_id bigint NOT NULL REFERENCES pretixbase_organizer,
    -- Translations, as in {"en": "Concert"}, or plain text.
    name text NOT NULL,
    slug text NOT NULL,
    currency varchar(10) NOT NULL,
    live boolean NOT NULL DEFAULT false,
    testmode boolean NOT NULL DEFAULT false,
    has_subevents boolean NOT NULL DEFAULT false,
    date_from timestamptz NOT NULL,
    date_to timestamptz,
    UNIQUE (organizer_id, slug)
);

CREATE TABLE pretixbase_subevent (
    id bigint PRIMARY KEY,
    event_id bigint NOT NULL REFERENCES pretixbase_event,
    name text NOT NULL,
    active boolean NOT NULL DEFAULT false,
    date_from timestamptz NOT NULL,
    date_to timestamptz
);

CREATE TABLE pretixbase_seat (
    id bigint PRIMARY KEY,
    event_id bigint NOT NULL REFERENCES pretixbase_event,
    subevent_id bigint REFERENCES pretixbase_subevent,
    seat_guid varchar(190) NOT NULL,
    zone_name varchar(190) NOT NULL DEFAULT '',
    row_name varchar(190) NOT NULL DEFAULT '',
    seat_number varchar(190) NOT NULL DEFAULT '',
    blocked boolean NOT NULL DEFAULT false
);

CREATE TABLE pretixbase_order (
    id bigint PRIMARY KEY,
    code varchar(16) NOT NULL,
    event_id bigint NOT NULL REFERENCES pretixbase_event,
    -- n: pending, p: paid, e: expired, c: canceled
    status varchar(3) NOT NULL,
    email varchar(254),
    datetime timestamptz NOT NULL,
    expires timestamptz NOT NULL,
    total numeric(13, 2) NOT NULL
);

CREATE TABLE pretixbase_orderposition (
    id bigint PRIMARY KEY,
    order_id bigint NOT NULL REFERENCES pretixbase_order,
    subevent_id bigint REFERENCES pretixbase_subevent,
    seat_id bigint REFERENCES pretixbase_seat,
    price numeric(13, 2) NOT NULL,
    attendee_name_cached varchar(255),
    attendee_email varchar(254),
    secret varchar(255) NOT NULL,
    canceled boolean NOT NULL DEFAULT false
);

CREATE TABLE pretixbase_cartposition (
    id bigint PRIMARY KEY,
    cart_id varchar(255),
    event_id bigint NOT NULL REFERENCES pretixbase_event,
    subevent_id bigint REFERENCES pretixbase_subevent,
    seat_id bigint REFERENCES pretixbase_seat,
    datetime timestamptz NOT NULL,
    expires timestamptz NOT NULL
);

CREATE TABLE pretixbase_checkin (
    id bigint PRIMARY KEY,
    position_id bigint NOT NULL REFERENCES pretixbase_orderposition,
    successful boolean NOT NULL DEFAULT true,
    error_reason varchar(100),
    type varchar(100) NOT NULL DEFAULT 'entry',
    datetime timestamptz NOT NULL
);
