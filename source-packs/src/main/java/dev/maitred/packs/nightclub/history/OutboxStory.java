package dev.maitred.packs.nightclub.history;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.nightclub.Retention;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Messages as the outbox holds them at the present: most sent, some planned or backing off, few given up. */
final class OutboxStory {

    private static final Duration MOST_LATENCY = Duration.ofSeconds(40);

    /** What was sent is purged after a week, and the purge is a day and a half behind. */
    private static final Duration KEPT = Duration.ofDays(Retention.SENT_DAYS).plusHours(36);

    private final Ledger ledger;
    private final Instant now;
    private final Dice dice;

    OutboxStory(Ledger ledger, Instant now, long seed) {
        this.ledger = ledger;
        this.now = now;
        this.dice = Dice.of(seed, 'o', 'u', 't');
    }

    /**
     * Something to be said.
     *
     * @param topic of the message
     * @param clubId that says it
     * @param campaignId that it belongs to, if any
     * @param bookingId that it is about, if any
     * @param recipient phone of the guest
     * @param payload as JSON
     * @param priority 1 goes first
     * @param createdAt when it was written
     * @param dueAt when it may be sent, not before {@code createdAt}
     */
    record Message(
            String topic,
            long clubId,
            @Nullable Long campaignId,
            @Nullable Long bookingId,
            String recipient,
            String payload,
            int priority,
            Instant createdAt,
            Instant dueAt) {}

    /** How far a message has come. */
    private record Progress(
            String status,
            int attempts,
            Instant nextAttemptAt,
            @Nullable Instant lastAttemptAt,
            @Nullable Instant lockedUntil,
            @Nullable String errorClass,
            @Nullable Instant sentAt,
            @Nullable Instant deadAt) {}

    /** Adds the message, if it is written by now. */
    void add(Message message) {
        if (message.createdAt().isAfter(now)) {
            return;
        }
        Progress progress = progress(message);
        if (progress.sentAt() == null || progress.sentAt().isAfter(now.minus(KEPT))) {
            write(message, progress);
        }
    }

    /** A campaign that is going out right now: some sent, some backing off, some in hand, one courier lost. */
    void campaignUnderWay(Club club, Night night, int recipients) {
        Instant startedAt = now.minusSeconds(6);
        long campaign = ledger.campaigns.add(
                club.id(),
                night.id(),
                club.name() + ", last tables",
                "Doors are open, a few tables are left.",
                "RUNNING",
                recipients,
                startedAt,
                startedAt,
                null,
                now.minus(Duration.ofHours(3)));
        for (int i = 0; i < recipients; i++) {
            Message message = new Message(
                    "campaign",
                    club.id(),
                    campaign,
                    null,
                    People.phone(dice),
                    "{\"template\": \"last-tables\"}",
                    7,
                    startedAt,
                    startedAt);
            write(message, underWay(message, i));
        }
    }

    private Progress underWay(Message message, int i) {
        Instant tried = message.dueAt().plusMillis(20L * i);
        if (i < 150) {
            return i % 25 == 7
                    ? new Progress("FAILED", 1, now.plusSeconds(3 + i / 5), tried, null, "PROVIDER_5XX", null, null)
                    : new Progress("SENT", 1, message.dueAt(), tried, null, null, tried.plusMillis(90), null);
        }
        if (i < 160) {
            return new Progress("FAILED", 0, now.plusSeconds(i - 149), tried, null, "THROTTLED", null, null);
        }
        if (i < 166) {
            Instant lost = now.minusSeconds(200);
            return new Progress("SENDING", 1, message.dueAt(), lost, lost.plusSeconds(30 + i), null, null, null);
        }
        if (i < 170) {
            return new Progress("FAILED", 4, now, tried, null, "PROVIDER_5XX", null, null);
        }
        return new Progress("NEW", 0, message.dueAt(), null, null, null, null, null);
    }

    private Progress progress(Message message) {
        Instant first = message.dueAt().plus(dice.about(Duration.ofMillis(900), MOST_LATENCY));
        int fate = dice.below(1000);
        if (first.isAfter(now)) {
            return new Progress("NEW", 0, message.dueAt(), null, null, null, null, null);
        }
        if (fate < 9) {
            return new Progress("DEAD", 1, message.dueAt(), first, null, "RECIPIENT_BLOCKED", null, first);
        }
        int attempts = fate < 12 ? 5 : fate < 20 ? 3 : fate < 50 ? 2 : 1;
        Instant last = first;
        for (int attempt = 1; attempt < attempts; attempt++) {
            Instant next = last.plusSeconds(30L << attempt);
            if (next.isAfter(now)) {
                return new Progress("FAILED", attempt, next, last, null, "PROVIDER_5XX", null, null);
            }
            last = next;
        }
        return attempts == 5
                ? new Progress("DEAD", 5, last, last, null, "PROVIDER_5XX", null, last)
                : new Progress("SENT", attempts, last, last, null, attempts > 1 ? "PROVIDER_5XX" : null, last, null);
    }

    private void write(Message message, Progress at) {
        ledger.outbox.add(
                message.topic(),
                message.clubId(),
                message.campaignId(),
                message.bookingId(),
                message.recipient(),
                message.payload(),
                at.status(),
                message.priority(),
                message.dueAt(),
                at.attempts(),
                at.nextAttemptAt(),
                at.lastAttemptAt(),
                at.lockedUntil(),
                at.lockedUntil() == null ? null : "courier-lost",
                at.errorClass(),
                at.errorClass() == null ? null : "the provider did not take it",
                message.createdAt(),
                at.sentAt(),
                at.deadAt());
    }
}
