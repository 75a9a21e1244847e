-- A nightclub booking bot: guests hold and book tables for a club's nights, the door checks them in, hosts seat them and
-- take deposits, and messages leave through an outbox. Money is in minor units. Columns whose comment begins with
-- "personal:" identify people; no copy of them may leave this database.

CREATE TABLE clubs (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug        text        NOT NULL UNIQUE,
    name        text        NOT NULL,
    city        text        NOT NULL,
    time_zone   text        NOT NULL,
    day_ends_at time        NOT NULL DEFAULT '08:00',
    currency    char(3)     NOT NULL,
    active      boolean     NOT NULL DEFAULT true,
    created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN clubs.day_ends_at IS 'local time at which the business day ends: a night that begins before it belongs to the day before';

CREATE TABLE tables (
    id                bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    club_id           bigint      NOT NULL REFERENCES clubs,
    number            integer     NOT NULL CHECK (number > 0),
    zone              text        NOT NULL,
    seats             smallint    NOT NULL CHECK (seats BETWEEN 1 AND 40),
    min_deposit_minor bigint      NOT NULL DEFAULT 0 CHECK (min_deposit_minor >= 0),
    active            boolean     NOT NULL DEFAULT true,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    UNIQUE (club_id, number)
);

CREATE TABLE events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    club_id    bigint      NOT NULL REFERENCES clubs,
    title      text        NOT NULL,
    start_utc  timestamptz NOT NULL,
    end_utc    timestamptz NOT NULL,
    status     text        NOT NULL DEFAULT 'SCHEDULED' CHECK (status IN ('SCHEDULED', 'CLOSED', 'CANCELLED')),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CHECK (end_utc > start_utc),
    UNIQUE (club_id, start_utc),
    UNIQUE (id, club_id)
);
COMMENT ON COLUMN events.status IS 'CLOSED: the night is over and its books are done; nothing of it changes any more';
CREATE INDEX events_to_come ON events (end_utc) WHERE status = 'SCHEDULED';

CREATE TABLE bookings (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id        bigint      NOT NULL REFERENCES events,
    table_id        bigint      NOT NULL REFERENCES tables,
    status          text        NOT NULL DEFAULT 'BOOKED'
        CHECK (status IN ('BOOKED', 'SEATED', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
    party_size      smallint    NOT NULL CHECK (party_size BETWEEN 1 AND 40),
    channel         text        NOT NULL CHECK (channel IN ('BOT', 'WEB', 'PHONE', 'DOOR')),
    code            text        NOT NULL UNIQUE,
    idempotency_key text        NOT NULL UNIQUE,
    guest_name      text        NOT NULL,
    guest_phone     text,
    guest_note      text,
    deposit_minor   bigint      NOT NULL DEFAULT 0 CHECK (deposit_minor >= 0),
    total_minor     bigint      NOT NULL DEFAULT 0 CHECK (total_minor >= 0),
    currency        char(3)     NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    seated_at       timestamptz,
    CHECK (status NOT IN ('SEATED', 'COMPLETED') OR seated_at IS NOT NULL)
);
COMMENT ON COLUMN bookings.code IS 'personal: what the guest''s QR code carries; whoever has it gets in';
COMMENT ON COLUMN bookings.guest_name IS 'personal: name';
COMMENT ON COLUMN bookings.guest_phone IS 'personal: phone';
COMMENT ON COLUMN bookings.guest_note IS 'personal: free text';
COMMENT ON COLUMN bookings.deposit_minor IS 'deposit agreed at booking';
COMMENT ON COLUMN bookings.total_minor IS 'minimum spend agreed at booking';
CREATE UNIQUE INDEX bookings_one_active ON bookings (event_id, table_id) WHERE status IN ('BOOKED', 'SEATED');
CREATE INDEX bookings_by_event ON bookings (event_id, status);
CREATE INDEX bookings_by_table ON bookings (table_id);
CREATE INDEX bookings_door_search ON bookings (event_id, lower(guest_name) text_pattern_ops);

-- A guest's claim while paying. Confirmed and released holds are deleted; expired ones stay until the sweeper comes.
CREATE TABLE booking_holds (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id        bigint      NOT NULL REFERENCES events,
    table_id        bigint      NOT NULL REFERENCES tables,
    party_size      smallint    NOT NULL CHECK (party_size BETWEEN 1 AND 40),
    idempotency_key text        NOT NULL UNIQUE,
    guest_name      text        NOT NULL,
    guest_phone     text,
    expires_at      timestamptz NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CHECK (expires_at > created_at),
    UNIQUE (event_id, table_id)
);
COMMENT ON COLUMN booking_holds.guest_name IS 'personal: name';
COMMENT ON COLUMN booking_holds.guest_phone IS 'personal: phone';
CREATE INDEX booking_holds_by_expiry ON booking_holds (expires_at);
CREATE INDEX booking_holds_by_table ON booking_holds (table_id);

-- A manager takes a table out of one night: kept for staff, broken, reserved for the artists.
CREATE TABLE table_blocks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   bigint      NOT NULL REFERENCES events,
    table_id   bigint      NOT NULL REFERENCES tables,
    reason     text        NOT NULL CHECK (reason IN ('STAFF', 'BROKEN', 'ARTIST', 'PRIVATE_PARTY')),
    note       text,
    blocked_by text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    lifted_at  timestamptz
);
COMMENT ON COLUMN table_blocks.note IS 'personal: free text';
COMMENT ON COLUMN table_blocks.blocked_by IS 'personal: a manager''s name';
CREATE UNIQUE INDEX table_blocks_one_active ON table_blocks (event_id, table_id) WHERE lifted_at IS NULL;
CREATE INDEX table_blocks_by_table ON table_blocks (table_id);

CREATE TABLE guest_lists (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   bigint      NOT NULL REFERENCES events,
    title      text        NOT NULL,
    owner_name text        NOT NULL,
    places     integer     NOT NULL CHECK (places > 0),
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN guest_lists.owner_name IS 'personal: a promoter''s name';
CREATE INDEX guest_lists_by_event ON guest_lists (event_id);

CREATE TABLE guest_list_entries (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guest_list_id bigint      NOT NULL REFERENCES guest_lists,
    status        text        NOT NULL DEFAULT 'INVITED'
        CHECK (status IN ('INVITED', 'CONFIRMED', 'ARRIVED', 'CANCELLED', 'NO_SHOW')),
    plus_ones     smallint    NOT NULL DEFAULT 0 CHECK (plus_ones BETWEEN 0 AND 10),
    code          text        NOT NULL UNIQUE,
    guest_name    text        NOT NULL,
    guest_phone   text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN guest_list_entries.code IS 'personal: what the guest''s QR code carries; whoever has it gets in';
COMMENT ON COLUMN guest_list_entries.guest_name IS 'personal: name';
COMMENT ON COLUMN guest_list_entries.guest_phone IS 'personal: phone';
CREATE INDEX guest_list_entries_by_list ON guest_list_entries (guest_list_id, status);
CREATE INDEX guest_list_entries_door_search ON guest_list_entries (lower(guest_name) text_pattern_ops);

CREATE TABLE invitations (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    guest_list_entry_id bigint      NOT NULL REFERENCES guest_list_entries,
    channel             text        NOT NULL CHECK (channel IN ('TELEGRAM', 'SMS', 'LINK')),
    token               text        NOT NULL UNIQUE,
    status              text        NOT NULL DEFAULT 'SENT' CHECK (status IN ('SENT', 'ACCEPTED', 'DECLINED', 'EXPIRED')),
    created_at          timestamptz NOT NULL DEFAULT now(),
    expires_at          timestamptz NOT NULL,
    answered_at         timestamptz
);
COMMENT ON COLUMN invitations.token IS 'personal: whoever has it may answer for the guest';
CREATE INDEX invitations_by_entry ON invitations (guest_list_entry_id);

-- Each attempt at the door. Written by the door's devices, which know their club: hence the club beside the event.
CREATE TABLE check_ins (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    club_id             bigint      NOT NULL REFERENCES clubs,
    event_id            bigint      NOT NULL,
    subject             text        NOT NULL CHECK (subject IN ('BOOKING', 'GUEST_LIST_ENTRY', 'UNKNOWN')),
    booking_id          bigint REFERENCES bookings,
    guest_list_entry_id bigint REFERENCES guest_list_entries,
    method              text        NOT NULL CHECK (method IN ('SCAN', 'MANUAL', 'SEARCH')),
    outcome             text        NOT NULL CHECK (outcome IN ('ADMITTED', 'REJECTED')),
    reject_reason       text CHECK (reject_reason IN (
        'CHECKIN_SUBJECT_NOT_FOUND', 'ALREADY_CHECKED_IN', 'WRONG_NIGHT', 'BOOKING_CANCELLED', 'CLUB_FULL', 'AGE_POLICY')),
    people_admitted     smallint    NOT NULL DEFAULT 0 CHECK (people_admitted >= 0),
    presented           text,
    checked_in_at       timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (event_id, club_id) REFERENCES events (id, club_id),
    CHECK ((outcome = 'REJECTED') = (reject_reason IS NOT NULL)),
    CHECK ((outcome = 'ADMITTED') = (people_admitted > 0)),
    CHECK ((subject = 'BOOKING') = (booking_id IS NOT NULL)),
    CHECK ((subject = 'GUEST_LIST_ENTRY') = (guest_list_entry_id IS NOT NULL)),
    CHECK (outcome = 'REJECTED' OR subject <> 'UNKNOWN')
);
COMMENT ON COLUMN check_ins.presented IS 'personal: the code or the name that was presented';
CREATE UNIQUE INDEX check_ins_booking_once ON check_ins (booking_id) WHERE outcome = 'ADMITTED';
CREATE UNIQUE INDEX check_ins_entry_once ON check_ins (guest_list_entry_id) WHERE outcome = 'ADMITTED';
CREATE INDEX check_ins_by_event ON check_ins (event_id, checked_in_at);

CREATE TABLE table_sessions (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id   bigint      NOT NULL REFERENCES events,
    table_id   bigint      NOT NULL REFERENCES tables,
    booking_id bigint      NOT NULL UNIQUE REFERENCES bookings,
    host_name  text        NOT NULL,
    opened_at  timestamptz NOT NULL DEFAULT now(),
    closed_at  timestamptz,
    CHECK (closed_at >= opened_at)
);
COMMENT ON COLUMN table_sessions.host_name IS 'personal: a host''s name';
CREATE UNIQUE INDEX table_sessions_one_open ON table_sessions (table_id) WHERE closed_at IS NULL;
CREATE INDEX table_sessions_by_event ON table_sessions (event_id);

CREATE TABLE table_deposits (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    session_id   bigint      NOT NULL REFERENCES table_sessions,
    amount_minor bigint      NOT NULL CHECK (amount_minor > 0),
    currency     char(3)     NOT NULL,
    method       text        NOT NULL CHECK (method IN ('CASH', 'CARD', 'TRANSFER')),
    taken_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX table_deposits_latest ON table_deposits (session_id, taken_at DESC);

CREATE TABLE campaigns (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    club_id      bigint      NOT NULL REFERENCES clubs,
    event_id     bigint REFERENCES events,
    name         text        NOT NULL,
    message      text        NOT NULL,
    status       text        NOT NULL DEFAULT 'DRAFT'
        CHECK (status IN ('DRAFT', 'SCHEDULED', 'RUNNING', 'COMPLETED', 'CANCELLED')),
    recipients   integer     NOT NULL DEFAULT 0 CHECK (recipients >= 0),
    scheduled_at timestamptz,
    started_at   timestamptz,
    finished_at  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX campaigns_running ON campaigns (started_at) WHERE status = 'RUNNING';
CREATE INDEX campaigns_by_event ON campaigns (event_id);

-- One row per message. FAILED rows are tried again at next_attempt_at; DEAD rows are given up.
CREATE TABLE notifications_outbox (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic            text        NOT NULL CHECK (topic IN (
        'booking.confirmed', 'booking.cancelled', 'booking.reminder', 'guestlist.invitation', 'deposit.receipt', 'campaign')),
    club_id          bigint      NOT NULL REFERENCES clubs,
    campaign_id      bigint REFERENCES campaigns,
    booking_id       bigint REFERENCES bookings,
    recipient        text        NOT NULL,
    payload          jsonb       NOT NULL,
    status           text        NOT NULL DEFAULT 'NEW' CHECK (status IN ('NEW', 'SENDING', 'SENT', 'FAILED', 'DEAD')),
    priority         smallint    NOT NULL DEFAULT 5 CHECK (priority BETWEEN 1 AND 9),
    due_at           timestamptz NOT NULL DEFAULT now(),
    attempts         smallint    NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at  timestamptz NOT NULL DEFAULT now(),
    last_attempt_at  timestamptz,
    locked_until     timestamptz,
    locked_by        text,
    last_error_class text,
    last_error       text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    sent_at          timestamptz,
    dead_at          timestamptz,
    CHECK ((topic = 'campaign') = (campaign_id IS NOT NULL)),
    CHECK ((status = 'SENT') = (sent_at IS NOT NULL)),
    CHECK ((status = 'DEAD') = (dead_at IS NOT NULL)),
    CHECK ((status = 'SENDING') = (locked_until IS NOT NULL))
);
COMMENT ON COLUMN notifications_outbox.recipient IS 'personal: phone or chat';
COMMENT ON COLUMN notifications_outbox.payload IS 'personal: the message with the guest''s name';
COMMENT ON COLUMN notifications_outbox.last_error IS 'personal: the provider''s free text';
COMMENT ON COLUMN notifications_outbox.priority IS '1 is sent first';
COMMENT ON COLUMN notifications_outbox.due_at IS 'when it was to be sent first; next_attempt_at moves on with every retry';
CREATE INDEX notifications_outbox_due ON notifications_outbox (priority, next_attempt_at, id) WHERE status IN ('NEW', 'FAILED');
CREATE INDEX notifications_outbox_leased ON notifications_outbox (locked_until) WHERE status = 'SENDING';
CREATE INDEX notifications_outbox_unfinished ON notifications_outbox (campaign_id) WHERE status IN ('NEW', 'FAILED', 'SENDING');
CREATE INDEX notifications_outbox_by_booking ON notifications_outbox (booking_id) WHERE booking_id IS NOT NULL;
CREATE INDEX notifications_outbox_sent ON notifications_outbox (sent_at) WHERE status = 'SENT';
