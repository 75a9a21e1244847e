package dev.maitred.batch.landing;

import dev.maitred.batch.columns.Block;
import dev.maitred.batch.columns.IntegerColumn;
import dev.maitred.batch.columns.MeasuresColumn;
import dev.maitred.batch.columns.NullableColumn;
import dev.maitred.batch.columns.TextColumn;
import dev.maitred.batch.columns.TextListColumn;
import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.Activity;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Document;
import dev.maitred.contract.change.Hours;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.contract.change.Watermark;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of every entity, flattened: one column serves all entities that have such a field. */
final class ChangeFields {

    /** What a DateTime64(6) can hold. */
    private static final long EARLIEST_MICROS = Micros.of(Instant.parse("1900-01-01T00:00:00Z"));

    private static final long LATEST_MICROS = Micros.of(Instant.parse("2299-12-31T23:59:59Z"));

    private final TextColumn slot;
    private final TextColumn unit;
    private final TextListColumn units;
    private final TextColumn section;
    private final TextColumn label;
    private final TextColumn name;
    private final TextColumn kind;
    private final TextColumn state;
    private final NullableColumn startsAt;
    private final NullableColumn endsAt;
    private final NullableColumn at;
    private final NullableColumn madeAt;
    private final NullableColumn expiresAt;
    private final TextColumn tenant;
    private final TextColumn timeZone;
    private final IntegerColumn dayEndsMinute;
    private final IntegerColumn weekday;
    private final NullableColumn dateEpochDay;
    private final IntegerColumn opensMinute;
    private final IntegerColumn closesMinute;
    private final IntegerColumn closed;
    private final IntegerColumn open;
    private final IntegerColumn seats;
    private final IntegerColumn active;
    private final NullableColumn quantity;
    private final IntegerColumn partySize;
    private final NullableColumn amountMinor;
    private final TextColumn currency;
    private final TextColumn reservation;
    private final TextColumn outcome;
    private final TextColumn rejectReason;
    private final TextColumn method;
    private final TextColumn subject;
    private final IntegerColumn people;
    private final TextColumn session;
    private final TextColumn purpose;
    private final NullableColumn openedAt;
    private final NullableColumn closedAt;
    private final TextColumn queueGroup;
    private final IntegerColumn priority;
    private final NullableColumn enqueuedAt;
    private final NullableColumn availableAt;
    private final NullableColumn startedAt;
    private final NullableColumn finishedAt;
    private final NullableColumn leaseUntil;
    private final IntegerColumn attempts;
    private final TextColumn error;
    private final TextColumn object;
    private final MeasuresColumn measures;
    private final TextColumn body;
    private final TextColumn markVenue;
    private final TextListColumn markRules;
    private final IntegerColumn markLsn;
    private final IntegerColumn markEnd;

    ChangeFields(Block block) {
        slot = block.text("slot");
        unit = block.text("unit");
        units = block.texts("units");
        section = block.text("section");
        label = block.text("label");
        name = block.text("name");
        kind = block.text("kind");
        state = block.text("state");
        startsAt = block.nullableMicros("starts_at");
        endsAt = block.nullableMicros("ends_at");
        at = block.nullableMicros("at");
        madeAt = block.nullableMicros("made_at");
        expiresAt = block.nullableMicros("expires_at");
        tenant = block.text("tenant");
        timeZone = block.text("time_zone");
        dayEndsMinute = block.int32("day_ends_minute");
        weekday = block.int32("weekday");
        dateEpochDay = block.nullableInt32("date_epoch_day");
        opensMinute = block.int32("opens_minute");
        closesMinute = block.int32("closes_minute");
        closed = block.truth("closed");
        open = block.truth("open");
        seats = block.int32("seats");
        active = block.truth("active");
        quantity = block.nullableInt64("quantity");
        partySize = block.int32("party_size");
        amountMinor = block.nullableInt64("amount_minor");
        currency = block.text("currency");
        reservation = block.text("reservation");
        outcome = block.text("outcome");
        rejectReason = block.text("reject_reason");
        method = block.text("method");
        subject = block.text("subject");
        people = block.int32("people");
        session = block.text("session");
        purpose = block.text("purpose");
        openedAt = block.nullableMicros("opened_at");
        closedAt = block.nullableMicros("closed_at");
        queueGroup = block.text("queue_group");
        priority = block.int32("priority");
        enqueuedAt = block.nullableMicros("enqueued_at");
        availableAt = block.nullableMicros("available_at");
        startedAt = block.nullableMicros("started_at");
        finishedAt = block.nullableMicros("finished_at");
        leaseUntil = block.nullableMicros("lease_until");
        attempts = block.int32("attempts");
        error = block.text("error");
        object = block.text("object");
        measures = block.measures("measures");
        body = block.text("body");
        markVenue = block.text("mark_venue");
        markRules = block.texts("mark_rules");
        markLsn = block.uint64("mark_lsn");
        markEnd = block.truth("mark_end");
    }

    void set(int row, ChangeKey key, Change change) {
        switch (change) {
            case Venue venue -> set(row, venue);
            case Hours hours -> set(row, hours);
            case Slot aSlot -> {
                slot.set(row, key.row());
                set(row, aSlot);
            }
            case Unit aUnit -> set(row, aUnit);
            case Capacity capacity -> set(row, capacity);
            case Occupant occupant -> set(row, occupant);
            case Reservation aReservation -> set(row, aReservation);
            case CheckIn checkIn -> set(row, checkIn);
            case Session aSession -> set(row, aSession);
            case Payment payment -> set(row, payment);
            case Activity activity -> set(row, activity);
            case Document document -> set(row, document);
            case QueueItem item -> set(row, item);
            case Mark mark -> set(row, mark);
            case Watermark watermark ->
                throw new IllegalArgumentException("Watermarks are no rows of the history: " + watermark);
        }
    }

    private void set(int row, Venue venue) {
        name.set(row, venue.name());
        tenant.set(row, venue.tenant());
        timeZone.set(row, venue.timeZone());
        dayEndsMinute.set(row, venue.dayEndsMinute());
    }

    private void set(int row, Hours hours) {
        weekday.set(row, hours.weekday());
        Integer date = hours.dateEpochDay();
        if (date != null) {
            dateEpochDay.set(row, date);
        }
        opensMinute.set(row, hours.opensMinute());
        closesMinute.set(row, hours.closesMinute());
        closed.set(row, hours.closed());
    }

    private void set(int row, Slot aSlot) {
        label.set(row, aSlot.label());
        micros(startsAt, row, aSlot.startsAtMicros());
        micros(endsAt, row, aSlot.endsAtMicros());
        open.set(row, aSlot.open());
    }

    private void set(int row, Unit aUnit) {
        slot.set(row, aUnit.slot());
        label.set(row, aUnit.label());
        section.set(row, aUnit.section());
        seats.set(row, aUnit.seats());
        active.set(row, aUnit.active());
    }

    private void set(int row, Capacity capacity) {
        slot.set(row, capacity.slot());
        section.set(row, capacity.section());
        Long amount = capacity.quantity();
        if (amount != null) {
            quantity.set(row, amount);
        }
    }

    private void set(int row, Occupant occupant) {
        kind.set(row, text(occupant.kind()));
        state.set(row, text(occupant.state()));
        slot.set(row, occupant.slot());
        micros(startsAt, row, occupant.startsAtMicros());
        micros(endsAt, row, occupant.endsAtMicros());
        units.set(row, occupant.units());
        section.set(row, occupant.section());
        quantity.set(row, occupant.quantity());
        micros(expiresAt, row, occupant.expiresAtMicros());
        partySize.set(row, occupant.partySize());
        money(row, occupant.amount());
        reservation.set(row, occupant.reservation());
        micros(madeAt, row, occupant.madeAtMicros());
    }

    private void set(int row, Reservation aReservation) {
        state.set(row, text(aReservation.state()));
        micros(expiresAt, row, aReservation.expiresAtMicros());
        partySize.set(row, aReservation.partySize());
        money(row, aReservation.amount());
    }

    private void set(int row, CheckIn checkIn) {
        slot.set(row, checkIn.slot());
        outcome.set(row, text(checkIn.outcome()));
        rejectReason.set(row, checkIn.reason());
        method.set(row, checkIn.method());
        subject.set(row, checkIn.subject());
        people.set(row, checkIn.people());
        micros(at, row, checkIn.atMicros());
    }

    private void set(int row, Session aSession) {
        slot.set(row, aSession.slot());
        unit.set(row, aSession.unit());
        micros(openedAt, row, aSession.openedAtMicros());
        micros(closedAt, row, aSession.closedAtMicros());
    }

    private void set(int row, Payment payment) {
        slot.set(row, payment.slot());
        session.set(row, payment.session());
        unit.set(row, payment.unit());
        money(row, payment.amount());
        method.set(row, payment.method());
        purpose.set(row, payment.purpose());
        micros(at, row, payment.atMicros());
    }

    private void set(int row, Activity activity) {
        subject.set(row, activity.subject());
        object.set(row, activity.object());
        name.set(row, activity.name());
        micros(at, row, activity.atMicros());
        measures.set(row, activity.measures());
    }

    private void set(int row, Document document) {
        subject.set(row, document.subject());
        name.set(row, document.name());
        body.set(row, document.body());
    }

    private void set(int row, QueueItem item) {
        state.set(row, text(item.state()));
        queueGroup.set(row, item.group());
        priority.set(row, item.priority());
        micros(enqueuedAt, row, item.enqueuedAtMicros());
        micros(availableAt, row, item.availableAtMicros());
        micros(startedAt, row, item.startedAtMicros());
        micros(finishedAt, row, item.finishedAtMicros());
        micros(leaseUntil, row, item.leaseUntilMicros());
        attempts.set(row, item.attempts());
        error.set(row, item.error());
    }

    private void set(int row, Mark mark) {
        markVenue.set(row, mark.venue());
        markRules.set(row, mark.rules());
        markLsn.set(row, mark.lsn().value());
        markEnd.set(row, mark.end());
    }

    private void money(int row, @Nullable Money money) {
        if (money != null) {
            amountMinor.set(row, money.minor());
            currency.set(row, money.currency());
        }
    }

    /** Not known and never are null; what the column cannot hold stands at its bound. */
    static void micros(NullableColumn column, int row, long micros) {
        if (micros != Micros.UNKNOWN && micros != Micros.NEVER) {
            column.set(row, Math.clamp(micros, EARLIEST_MICROS, LATEST_MICROS));
        }
    }

    /** As the contract's JSON and the boards say it: {@code no-show}. */
    static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
