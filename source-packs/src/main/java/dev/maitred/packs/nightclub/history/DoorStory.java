package dev.maitred.packs.nightclub.history;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.nightclub.history.OutboxStory.Message;
import dev.maitred.packs.nightclub.history.TableStory.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the door of one night sees beside the bookings: its guest lists, and those who are sent away. */
final class DoorStory {

    private static final List<String> LISTS =
            List.of("House list", "Promoters", "Artists and friends", "Birthday party");
    private static final List<String> REASONS_OF_STRANGERS = List.of(
            "CHECKIN_SUBJECT_NOT_FOUND",
            "CHECKIN_SUBJECT_NOT_FOUND",
            "CHECKIN_SUBJECT_NOT_FOUND",
            "WRONG_NIGHT",
            "AGE_POLICY",
            "CLUB_FULL");

    private final Ledger ledger;
    private final OutboxStory outbox;
    private final Night night;
    private final Instant now;

    DoorStory(Ledger ledger, OutboxStory outbox, Night night, Instant now) {
        this.ledger = ledger;
        this.outbox = outbox;
        this.night = night;
        this.now = now;
    }

    /** Most codes are scanned, some names searched, few typed. */
    static String method(Dice dice) {
        int roll = dice.below(10);
        return roll < 6 ? "SCAN" : roll < 9 ? "SEARCH" : "MANUAL";
    }

    void guestLists(Dice dice) {
        int lists = dice.between(1, 2);
        for (int i = 0; i < lists; i++) {
            Instant created = night.start().minus(dice.between(Duration.ofDays(2), Duration.ofDays(7)));
            if (!happened(created)) {
                continue;
            }
            int places = dice.between(12, 30);
            long list = ledger.guestLists.add(night.id(), dice.pick(LISTS), People.name(dice), places, created);
            for (int place = 0; place < places; place++) {
                entry(list, dice.between(created, night.start().minus(Duration.ofHours(1))), dice);
            }
        }
    }

    private void entry(long list, Instant created, Dice dice) {
        int roll = dice.below(100);
        Instant answered = created.plus(dice.about(Duration.ofHours(7), Duration.ofHours(40)));
        Instant arrived = night.start().plus(Duration.ofMinutes(10)).plusSeconds((long) (dice.bell() * 240 * 60));
        boolean isCalledOff = !night.cancelledAt().isAfter(now);
        boolean comes = roll < 60 && night.cancelledAt().isAfter(arrived);
        String code = "G" + dice.token();
        String phone = People.phone(dice);
        String name = People.name(dice);
        int plusOnes = dice.below(3);
        boolean invited = dice.chance(0.4);
        String method = method(dice);
        String token = "I" + dice.token();
        if (!happened(created)) {
            return;
        }
        boolean hasAnswered = happened(answered);
        String status = isCalledOff || roll >= 94 && hasAnswered
                ? "CANCELLED"
                : comes && happened(arrived)
                        ? "ARRIVED"
                        : happened(night.end()) ? "NO_SHOW" : hasAnswered ? "CONFIRMED" : "INVITED";
        Instant updated = status.equals("ARRIVED") ? arrived : hasAnswered ? answered : created;
        long entry = ledger.entries.add(list, status, plusOnes, code, name, phone, created, updated);
        if (status.equals("ARRIVED")) {
            ledger.checkIns.add(
                    night.club().id(),
                    night.id(),
                    "GUEST_LIST_ENTRY",
                    null,
                    entry,
                    method,
                    "ADMITTED",
                    null,
                    1 + plusOnes,
                    code,
                    arrived);
        }
        if (invited) {
            String answer =
                    !hasAnswered ? happened(night.end()) ? "EXPIRED" : "SENT" : roll >= 94 ? "DECLINED" : "ACCEPTED";
            ledger.invitations.add(
                    entry, "TELEGRAM", token, answer, created, night.start(), hasAnswered ? answered : null);
            outbox.add(new Message(
                    "guestlist.invitation",
                    night.club().id(),
                    null,
                    null,
                    phone,
                    "{\"template\": \"invitation\"}",
                    5,
                    created,
                    created));
        }
    }

    /** Those who do not get in. */
    void rejects(List<Subject> admitted, List<Subject> cancelled, Dice dice) {
        int rejects = dice.between(4, 5 + night.club().tables() / 8);
        for (int i = 0; i < rejects; i++) {
            Instant at = night.start().plusSeconds((long) (dice.bell() * 300 * 60));
            int roll = dice.below(10);
            if (night.cancelledAt().isBefore(at)) {
                continue;
            }
            if (roll < 2 && !admitted.isEmpty()) {
                Subject again = dice.pick(admitted);
                reject(again, "ALREADY_CHECKED_IN", again.since().plus(Duration.ofMinutes(dice.between(1, 40))));
            } else if (roll < 3 && !cancelled.isEmpty()) {
                reject(dice.pick(cancelled), "BOOKING_CANCELLED", at);
            } else if (happened(at)) {
                ledger.checkIns.add(
                        night.club().id(),
                        night.id(),
                        "UNKNOWN",
                        null,
                        null,
                        method(dice),
                        "REJECTED",
                        dice.pick(REASONS_OF_STRANGERS),
                        0,
                        People.name(dice),
                        at);
            }
        }
    }

    private void reject(Subject subject, String reason, Instant at) {
        if (happened(at) && at.isAfter(subject.since())) {
            ledger.checkIns.add(
                    night.club().id(),
                    night.id(),
                    "BOOKING",
                    subject.bookingId(),
                    null,
                    "SCAN",
                    "REJECTED",
                    reason,
                    0,
                    subject.code(),
                    at);
        }
    }

    private boolean happened(Instant instant) {
        return !instant.isAfter(now);
    }
}
