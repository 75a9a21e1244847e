package dev.maitred.contract.wire;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.*;

/** From the records to the messages of the public contract. */
final class Encoder {

    private Encoder() {}

    static dev.maitred.contract.v1.Change encode(Change change) {
        var message = dev.maitred.contract.v1.Change.newBuilder();
        return switch (change) {
            case Venue venue -> message.setVenue(venue(venue)).build();
            case Hours hours -> message.setHours(hours(hours)).build();
            case Slot slot -> message.setSlot(slot(slot)).build();
            case Unit unit -> message.setUnit(unit(unit)).build();
            case Capacity capacity -> message.setCapacity(capacity(capacity)).build();
            case Occupant occupant -> message.setOccupant(occupant(occupant)).build();
            case Reservation reservation ->
                message.setReservation(reservation(reservation)).build();
            case CheckIn checkIn -> message.setCheckIn(checkIn(checkIn)).build();
            case Session session -> message.setSession(session(session)).build();
            case Payment payment -> message.setPayment(payment(payment)).build();
            case Activity activity -> message.setActivity(activity(activity)).build();
            case Document document -> message.setDocument(document(document)).build();
            case QueueItem queueItem ->
                message.setQueueItem(queueItem(queueItem)).build();
            case Watermark watermark ->
                message.setWatermark(watermark(watermark)).build();
            case Mark mark -> message.setMark(mark(mark)).build();
        };
    }

    private static dev.maitred.contract.v1.Money money(Money money) {
        return dev.maitred.contract.v1.Money.newBuilder()
                .setMinor(money.minor())
                .setCurrency(money.currency())
                .build();
    }

    private static dev.maitred.contract.v1.Venue venue(Venue venue) {
        return dev.maitred.contract.v1.Venue.newBuilder()
                .setName(venue.name())
                .setTenant(venue.tenant())
                .setTimeZone(venue.timeZone())
                .setDayEndsMinute(venue.dayEndsMinute())
                .setGridMinutes(venue.gridMinutes())
                .build();
    }

    private static dev.maitred.contract.v1.Hours hours(Hours hours) {
        var message = dev.maitred.contract.v1.Hours.newBuilder()
                .setWeekday(hours.weekday())
                .setOpensMinute(hours.opensMinute())
                .setClosesMinute(hours.closesMinute())
                .setClosed(hours.closed());
        var dateEpochDay = hours.dateEpochDay();
        if (dateEpochDay != null) {
            message.setDateEpochDay(dateEpochDay);
        }
        return message.build();
    }

    private static dev.maitred.contract.v1.Slot slot(Slot slot) {
        return dev.maitred.contract.v1.Slot.newBuilder()
                .setLabel(slot.label())
                .setStartsAtMicros(slot.startsAtMicros())
                .setEndsAtMicros(slot.endsAtMicros())
                .setOpen(slot.open())
                .build();
    }

    private static dev.maitred.contract.v1.Unit unit(Unit unit) {
        return dev.maitred.contract.v1.Unit.newBuilder()
                .setSlot(unit.slot())
                .setLabel(unit.label())
                .setSection(unit.section())
                .setSeats(unit.seats())
                .setActive(unit.active())
                .build();
    }

    private static dev.maitred.contract.v1.Capacity capacity(Capacity capacity) {
        var message = dev.maitred.contract.v1.Capacity.newBuilder()
                .setSlot(capacity.slot())
                .setSection(capacity.section());
        var quantity = capacity.quantity();
        if (quantity != null) {
            message.setQuantity(quantity);
        }
        return message.build();
    }

    private static dev.maitred.contract.v1.Occupant occupant(Occupant occupant) {
        var message = dev.maitred.contract.v1.Occupant.newBuilder()
                .setKind(Enums.OCCUPANT_KIND.toWire(occupant.kind()))
                .setState(Enums.OCCUPANT_STATE.toWire(occupant.state()))
                .setSlot(occupant.slot())
                .addAllUnits(occupant.units())
                .setSection(occupant.section())
                .setQuantity(occupant.quantity())
                .setPartySize(occupant.partySize())
                .setReservation(occupant.reservation());
        if (occupant.startsAtMicros() != Micros.UNKNOWN) {
            message.setStartsAtMicros(occupant.startsAtMicros());
        }
        if (occupant.endsAtMicros() != Micros.UNKNOWN) {
            message.setEndsAtMicros(occupant.endsAtMicros());
        }
        if (occupant.expiresAtMicros() != Micros.NEVER) {
            message.setExpiresAtMicros(occupant.expiresAtMicros());
        }
        var amount = occupant.amount();
        if (amount != null) {
            message.setAmount(money(amount));
        }
        if (occupant.madeAtMicros() != Micros.UNKNOWN) {
            message.setMadeAtMicros(occupant.madeAtMicros());
        }
        return message.build();
    }

    private static dev.maitred.contract.v1.Reservation reservation(Reservation reservation) {
        var message = dev.maitred.contract.v1.Reservation.newBuilder()
                .setState(Enums.OCCUPANT_STATE.toWire(reservation.state()))
                .setPartySize(reservation.partySize());
        if (reservation.expiresAtMicros() != Micros.NEVER) {
            message.setExpiresAtMicros(reservation.expiresAtMicros());
        }
        var amount = reservation.amount();
        if (amount != null) {
            message.setAmount(money(amount));
        }
        return message.build();
    }

    private static dev.maitred.contract.v1.CheckIn checkIn(CheckIn checkIn) {
        return dev.maitred.contract.v1.CheckIn.newBuilder()
                .setSlot(checkIn.slot())
                .setOutcome(Enums.CHECK_IN_OUTCOME.toWire(checkIn.outcome()))
                .setReason(checkIn.reason())
                .setMethod(checkIn.method())
                .setSubject(checkIn.subject())
                .setPeople(checkIn.people())
                .setAtMicros(checkIn.atMicros())
                .build();
    }

    private static dev.maitred.contract.v1.Session session(Session session) {
        var message = dev.maitred.contract.v1.Session.newBuilder()
                .setSlot(session.slot())
                .setUnit(session.unit())
                .setOpenedAtMicros(session.openedAtMicros());
        if (session.closedAtMicros() != Micros.NEVER) {
            message.setClosedAtMicros(session.closedAtMicros());
        }
        return message.build();
    }

    private static dev.maitred.contract.v1.Payment payment(Payment payment) {
        return dev.maitred.contract.v1.Payment.newBuilder()
                .setSlot(payment.slot())
                .setSession(payment.session())
                .setUnit(payment.unit())
                .setAmount(money(payment.amount()))
                .setMethod(payment.method())
                .setPurpose(payment.purpose())
                .setAtMicros(payment.atMicros())
                .build();
    }

    private static dev.maitred.contract.v1.Activity activity(Activity activity) {
        return dev.maitred.contract.v1.Activity.newBuilder()
                .setSubject(activity.subject())
                .setObject(activity.object())
                .setName(activity.name())
                .setAtMicros(activity.atMicros())
                .putAllMeasures(activity.measures())
                .build();
    }

    private static dev.maitred.contract.v1.Document document(Document document) {
        return dev.maitred.contract.v1.Document.newBuilder()
                .setSubject(document.subject())
                .setName(document.name())
                .setBody(document.body())
                .build();
    }

    private static dev.maitred.contract.v1.QueueItem queueItem(QueueItem queueItem) {
        var message = dev.maitred.contract.v1.QueueItem.newBuilder()
                .setState(Enums.QUEUE_STATE.toWire(queueItem.state()))
                .setGroup(queueItem.group())
                .setPriority(queueItem.priority())
                .setEnqueuedAtMicros(queueItem.enqueuedAtMicros())
                .setAttempts(queueItem.attempts())
                .setError(queueItem.error());
        if (queueItem.availableAtMicros() != Micros.UNKNOWN) {
            message.setAvailableAtMicros(queueItem.availableAtMicros());
        }
        if (queueItem.startedAtMicros() != Micros.UNKNOWN) {
            message.setStartedAtMicros(queueItem.startedAtMicros());
        }
        if (queueItem.finishedAtMicros() != Micros.UNKNOWN) {
            message.setFinishedAtMicros(queueItem.finishedAtMicros());
        }
        if (queueItem.leaseUntilMicros() != Micros.UNKNOWN) {
            message.setLeaseUntilMicros(queueItem.leaseUntilMicros());
        }
        return message.build();
    }

    private static dev.maitred.contract.v1.Watermark watermark(Watermark watermark) {
        return dev.maitred.contract.v1.Watermark.newBuilder()
                .setSource(watermark.source())
                .setIncarnation(watermark.incarnation())
                .setLsn(watermark.lsn().value())
                .setClockMicros(watermark.clockMicros())
                .build();
    }

    private static dev.maitred.contract.v1.Mark mark(Mark mark) {
        return dev.maitred.contract.v1.Mark.newBuilder()
                .setSource(mark.source())
                .setVenue(mark.venue())
                .addAllRules(mark.rules())
                .setIncarnation(mark.incarnation())
                .setLsn(mark.lsn().value())
                .setEnd(mark.end())
                .build();
    }
}
