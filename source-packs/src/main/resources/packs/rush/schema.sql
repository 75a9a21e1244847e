-- A ticket rush: three events on tour, nine shows, five zones each, 20,000 places a zone sold by quantity. People come through a
-- waiting room, reserve, and pay before the reservation expires. Money is in minor units. Columns whose comment begins with
-- "personal:" identify people; no copy of them may leave this database.

CREATE TABLE events (
    id          uuid PRIMARY KEY,
    slug        text        NOT NULL UNIQUE,
    title       text        NOT NULL,
    hall        text        NOT NULL,
    city        text        NOT NULL,
    time_zone   text        NOT NULL,
    day_ends_at time        NOT NULL DEFAULT '06:00',
    currency    char(3)     NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN events.day_ends_at IS 'local time at which the business day ends: a show that begins before it belongs to the day before';

CREATE TABLE shows (
    id            uuid PRIMARY KEY,
    event_id      uuid        NOT NULL REFERENCES events,
    slug          text        NOT NULL UNIQUE,
    label         text        NOT NULL,
    starts_at     timestamptz NOT NULL,
    ends_at       timestamptz NOT NULL,
    sale_opens_at timestamptz NOT NULL,
    status        text        NOT NULL DEFAULT 'ANNOUNCED'
        CHECK (status IN ('ANNOUNCED', 'ON_SALE', 'PAUSED', 'CLOSED', 'CANCELLED')),
    most_shopping integer     NOT NULL DEFAULT 150 CHECK (most_shopping > 0),
    admit_batch   integer     NOT NULL DEFAULT 25 CHECK (admit_batch > 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    CHECK (ends_at > starts_at)
);
COMMENT ON COLUMN shows.most_shopping IS 'people of the waiting room who may hold a pass at the same time';
COMMENT ON COLUMN shows.admit_batch IS 'people that the release worker lets in at once';
CREATE INDEX shows_by_event ON shows (event_id);

CREATE TABLE zones (
    id          uuid PRIMARY KEY,
    show_id     uuid        NOT NULL REFERENCES shows,
    code        text        NOT NULL,
    seats       integer     NOT NULL CHECK (seats >= 0),
    price_minor bigint      NOT NULL CHECK (price_minor >= 0),
    created_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (show_id, code),
    UNIQUE (id, show_id)
);

-- The counter that the application sells by, apart from the zone because it is the hottest row there is: a sale is one conditional
-- update of it. A reservation that expired counts here until the sweeper gives it back, so that it errs on the safe side only.
CREATE TABLE zone_stock (
    zone_id    uuid PRIMARY KEY REFERENCES zones,
    seats      integer     NOT NULL,
    taken      integer     NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT zone_stock_never_oversold CHECK (taken BETWEEN 0 AND seats)
) WITH (fillfactor = 50);

CREATE TABLE customers (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    full_name  text        NOT NULL,
    email      text        NOT NULL UNIQUE,
    phone      text,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN customers.full_name IS 'personal: name';
COMMENT ON COLUMN customers.email IS 'personal: e-mail';
COMMENT ON COLUMN customers.phone IS 'personal: phone';

-- The waiting room, one line for each show. WAITING people have no pass; ADMITTED ones shop until it is over.
CREATE TABLE waiting_room (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    show_id          uuid        NOT NULL REFERENCES shows,
    customer_id      bigint      NOT NULL REFERENCES customers,
    token            text        NOT NULL UNIQUE,
    channel          text        NOT NULL CHECK (channel IN ('WEB', 'APP', 'PARTNER')),
    state            text        NOT NULL DEFAULT 'WAITING' CHECK (state IN ('WAITING', 'ADMITTED', 'DONE', 'LEFT', 'EXPIRED')),
    joined_at        timestamptz NOT NULL DEFAULT now(),
    admissible_from  timestamptz NOT NULL DEFAULT now(),
    admitted_at      timestamptz,
    pass_expires_at  timestamptz,
    finished_at      timestamptz,
    end_reason       text CHECK (end_reason IN ('PASS_UNUSED')),
    CHECK (state NOT IN ('ADMITTED', 'DONE', 'EXPIRED') OR admitted_at IS NOT NULL),
    CHECK ((state = 'ADMITTED') = (pass_expires_at IS NOT NULL)),
    CHECK ((state IN ('DONE', 'LEFT', 'EXPIRED')) = (finished_at IS NOT NULL)),
    CHECK ((state = 'EXPIRED') = (end_reason IS NOT NULL))
);
COMMENT ON COLUMN waiting_room.token IS 'personal: whoever has it stands in the line for the customer';
COMMENT ON COLUMN waiting_room.admissible_from IS 'when the sale opens, for those who come before';
CREATE UNIQUE INDEX waiting_room_one_place ON waiting_room (show_id, customer_id) WHERE state IN ('WAITING', 'ADMITTED');
CREATE INDEX waiting_room_line ON waiting_room (show_id, id) WHERE state = 'WAITING';
CREATE INDEX waiting_room_passes ON waiting_room (show_id, pass_expires_at) WHERE state = 'ADMITTED';
CREATE INDEX waiting_room_finished ON waiting_room (finished_at) WHERE finished_at IS NOT NULL;
CREATE INDEX waiting_room_by_customer ON waiting_room (customer_id);

-- A request is answered once: whoever repeats it with the same key gets the first one's answer.
CREATE TABLE idempotency_keys (
    key        text PRIMARY KEY,
    request    text        NOT NULL CHECK (request IN ('RESERVE', 'PAY')),
    response   jsonb,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN idempotency_keys.response IS 'personal: what the customer was told';
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Places of one zone kept for a customer until expires_at. HELD ones that expired stay until the sweeper comes. SOLD ones have become
-- an order line, which takes the places from then on.
CREATE TABLE reservations (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    show_id         uuid        NOT NULL REFERENCES shows,
    zone_id         uuid        NOT NULL REFERENCES zones,
    customer_id     bigint      NOT NULL REFERENCES customers,
    waiting_room_id bigint      REFERENCES waiting_room ON DELETE SET NULL,
    quantity        integer     NOT NULL CHECK (quantity BETWEEN 1 AND 8),
    status          text        NOT NULL DEFAULT 'HELD' CHECK (status IN ('HELD', 'SOLD', 'RELEASED', 'EXPIRED')),
    expires_at      timestamptz NOT NULL,
    idempotency_key text        NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (zone_id, show_id) REFERENCES zones (id, show_id),
    UNIQUE (idempotency_key, zone_id),
    CHECK (expires_at > created_at)
);
CREATE INDEX reservations_held ON reservations (expires_at) WHERE status = 'HELD';
CREATE INDEX reservations_by_waiting_room ON reservations (waiting_room_id);
CREATE INDEX reservations_by_customer ON reservations (customer_id);
CREATE INDEX reservations_ended ON reservations (updated_at) WHERE status <> 'HELD';

CREATE TABLE orders (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    show_id         uuid        NOT NULL REFERENCES shows,
    customer_id     bigint      NOT NULL REFERENCES customers,
    code            text        NOT NULL UNIQUE,
    status          text        NOT NULL DEFAULT 'PAID' CHECK (status IN ('PAID', 'CANCELLED')),
    total_minor     bigint      NOT NULL CHECK (total_minor >= 0),
    currency        char(3)     NOT NULL,
    idempotency_key text        NOT NULL UNIQUE,
    paid_at         timestamptz NOT NULL DEFAULT now(),
    cancelled_at    timestamptz,
    updated_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (id, show_id),
    CHECK ((status = 'CANCELLED') = (cancelled_at IS NOT NULL))
);
COMMENT ON COLUMN orders.code IS 'personal: what the tickets carry; whoever has it gets in';
CREATE INDEX orders_paid ON orders (show_id, id) WHERE status = 'PAID';
CREATE INDEX orders_by_customer ON orders (customer_id);

-- What an order takes of one zone. A line can be given back alone; an order that is cancelled gives all of them back.
CREATE TABLE order_lines (
    id               bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id         bigint      NOT NULL REFERENCES orders,
    show_id          uuid        NOT NULL REFERENCES shows,
    zone_id          uuid        NOT NULL REFERENCES zones,
    quantity         integer     NOT NULL CHECK (quantity BETWEEN 1 AND 8),
    unit_price_minor bigint      NOT NULL CHECK (unit_price_minor >= 0),
    currency         char(3)     NOT NULL,
    status           text        NOT NULL DEFAULT 'SOLD' CHECK (status IN ('SOLD', 'RETURNED')),
    sold_at          timestamptz NOT NULL DEFAULT now(),
    returned_at      timestamptz,
    FOREIGN KEY (order_id, show_id) REFERENCES orders (id, show_id),
    FOREIGN KEY (zone_id, show_id) REFERENCES zones (id, show_id),
    UNIQUE (order_id, zone_id),
    CHECK ((status = 'RETURNED') = (returned_at IS NOT NULL))
);
CREATE INDEX order_lines_by_zone ON order_lines (zone_id, status);

CREATE TABLE payments (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id     bigint      NOT NULL REFERENCES orders,
    kind         text        NOT NULL CHECK (kind IN ('CHARGE', 'REFUND')),
    amount_minor bigint      NOT NULL CHECK (amount_minor >= 0),
    currency     char(3)     NOT NULL,
    method       text        NOT NULL CHECK (method IN ('CARD', 'WALLET', 'TRANSFER')),
    card_holder  text,
    taken_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN payments.card_holder IS 'personal: name on the card';
CREATE INDEX payments_by_order ON payments (order_id);

-- Places that are not for sale: sponsors, the production's own, seats that cannot see the stage.
CREATE TABLE zone_blocks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    show_id    uuid        NOT NULL REFERENCES shows,
    zone_id    uuid        NOT NULL REFERENCES zones,
    quantity   integer     NOT NULL CHECK (quantity > 0),
    reason     text        NOT NULL CHECK (reason IN ('SPONSOR', 'PRODUCTION', 'OBSTRUCTED', 'FAN_CLUB')),
    note       text,
    blocked_by text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    lifted_at  timestamptz,
    FOREIGN KEY (zone_id, show_id) REFERENCES zones (id, show_id)
);
COMMENT ON COLUMN zone_blocks.note IS 'personal: free text';
COMMENT ON COLUMN zone_blocks.blocked_by IS 'personal: a promoter''s name';
CREATE INDEX zone_blocks_by_zone ON zone_blocks (zone_id) WHERE lifted_at IS NULL;
