package dev.maitred.contract.wire;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.*;

/** From the messages of the public contract to the records. */
final class Decoder {

    private Decoder() {}

    /** @throws IllegalArgumentException when the message holds no entity that this version knows */
    static Change decode(dev.maitred.contract.v1.Change message) {
        return switch (message.getEntityCase()) {
            case VENUE -> venue(message.getVenue());
            case HOURS -> hours(message.getHours());
            case SLOT -> slot(message.getSlot());
            case UNIT -> unit(message.getUnit());
            case CAPACITY -> capacity(message.getCapacity());
            case OCCUPANT -> occupant(message.getOccupant());
            case RESERVATION -> reservation(message.getReservation());
            case CHECK_IN -> checkIn(message.getCheckIn());
            case SESSION -> session(message.getSession());
            case PAYMENT -> payment(message.getPayment());
            case ACTIVITY -> activity(message.getActivity());
            case DOCUMENT -> document(message.getDocument());
            case QUEUE_ITEM -> queueItem(message.getQueueItem());
            case WATERMARK -> watermark(message.getWatermark());
            case MARK -> mark(message.getMark());
            case ENTITY_NOT_SET ->
                throw new IllegalArgumentException(
                        "Expected a change with an entity that this version knows, found one without: "
                                + "was it written by a newer version?");
        };
    }

    private static Money money(dev.maitred.contract.v1.Money money) {
        return new Money(money.getMinor(), money.getCurrency());
    }

    private static Venue venue(dev.maitred.contract.v1.Venue message) {
        return new Venue(
                message.getName(),
                message.getTenant(),
                message.getTimeZone(),
                message.getDayEndsMinute(),
                message.getGridMinutes());
    }

    private static Hours hours(dev.maitred.contract.v1.Hours message) {
        return new Hours(
                message.getWeekday(),
                message.hasDateEpochDay() ? message.getDateEpochDay() : null,
                message.getOpensMinute(),
                message.getClosesMinute(),
                message.getClosed());
    }

    private static Slot slot(dev.maitred.contract.v1.Slot message) {
        return new Slot(message.getLabel(), message.getStartsAtMicros(), message.getEndsAtMicros(), message.getOpen());
    }

    private static Unit unit(dev.maitred.contract.v1.Unit message) {
        return new Unit(
                message.getSlot(), message.getLabel(), message.getSection(), message.getSeats(), message.getActive());
    }

    private static Capacity capacity(dev.maitred.contract.v1.Capacity message) {
        return new Capacity(
                message.getSlot(), message.getSection(), message.hasQuantity() ? message.getQuantity() : null);
    }

    private static Occupant occupant(dev.maitred.contract.v1.Occupant message) {
        return new Occupant(
                Enums.OCCUPANT_KIND.fromWire(message.getKind()),
                Enums.OCCUPANT_STATE.fromWire(message.getState()),
                message.getSlot(),
                message.hasStartsAtMicros() ? message.getStartsAtMicros() : Micros.UNKNOWN,
                message.hasEndsAtMicros() ? message.getEndsAtMicros() : Micros.UNKNOWN,
                message.getUnitsList(),
                message.getSection(),
                message.getQuantity(),
                message.hasExpiresAtMicros() ? message.getExpiresAtMicros() : Micros.NEVER,
                message.getPartySize(),
                message.hasAmount() ? money(message.getAmount()) : null,
                message.getReservation(),
                message.hasMadeAtMicros() ? message.getMadeAtMicros() : Micros.UNKNOWN);
    }

    private static Reservation reservation(dev.maitred.contract.v1.Reservation message) {
        return new Reservation(
                Enums.OCCUPANT_STATE.fromWire(message.getState()),
                message.hasExpiresAtMicros() ? message.getExpiresAtMicros() : Micros.NEVER,
                message.getPartySize(),
                message.hasAmount() ? money(message.getAmount()) : null);
    }

    private static CheckIn checkIn(dev.maitred.contract.v1.CheckIn message) {
        return new CheckIn(
                message.getSlot(),
                Enums.CHECK_IN_OUTCOME.fromWire(message.getOutcome()),
                message.getReason(),
                message.getMethod(),
                message.getSubject(),
                message.getPeople(),
                message.getAtMicros());
    }

    private static Session session(dev.maitred.contract.v1.Session message) {
        return new Session(
                message.getSlot(),
                message.getUnit(),
                message.getOpenedAtMicros(),
                message.hasClosedAtMicros() ? message.getClosedAtMicros() : Micros.NEVER);
    }

    private static Payment payment(dev.maitred.contract.v1.Payment message) {
        return new Payment(
                message.getSlot(),
                message.getSession(),
                message.getUnit(),
                money(message.getAmount()),
                message.getMethod(),
                message.getPurpose(),
                message.getAtMicros());
    }

    private static Activity activity(dev.maitred.contract.v1.Activity message) {
        return new Activity(
                message.getSubject(),
                message.getObject(),
                message.getName(),
                message.getAtMicros(),
                message.getMeasuresMap());
    }

    private static Document document(dev.maitred.contract.v1.Document message) {
        return new Document(message.getSubject(), message.getName(), message.getBody());
    }

    private static QueueItem queueItem(dev.maitred.contract.v1.QueueItem message) {
        return new QueueItem(
                Enums.QUEUE_STATE.fromWire(message.getState()),
                message.getGroup(),
                message.getPriority(),
                message.getEnqueuedAtMicros(),
                message.hasAvailableAtMicros() ? message.getAvailableAtMicros() : Micros.UNKNOWN,
                message.hasStartedAtMicros() ? message.getStartedAtMicros() : Micros.UNKNOWN,
                message.hasFinishedAtMicros() ? message.getFinishedAtMicros() : Micros.UNKNOWN,
                message.hasLeaseUntilMicros() ? message.getLeaseUntilMicros() : Micros.UNKNOWN,
                message.getAttempts(),
                message.getError());
    }

    private static Watermark watermark(dev.maitred.contract.v1.Watermark message) {
        return new Watermark(
                message.getSource(), message.getIncarnation(), new Lsn(message.getLsn()), message.getClockMicros());
    }

    private static Mark mark(dev.maitred.contract.v1.Mark message) {
        return new Mark(
                message.getSource(),
                message.getVenue(),
                message.getRulesList(),
                message.getIncarnation(),
                new Lsn(message.getLsn()),
                message.getEnd());
    }
}
