package dev.maitred.packs.nightclub.history;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.nightclub.history.OutboxStory.Message;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Writes the clubs and all their nights as they stand at one instant; the same instant and seed give the same rows. */
public final class History {

    private static final List<String> TITLES = List.of(
            "Low End Theory", "Disco Inferno", "Warehouse", "Salon", "Night Shift", "Velvet", "Afterglow", "Concrete");
    private static final List<String> BLOCKS = List.of("STAFF", "BROKEN", "ARTIST", "PRIVATE_PARTY");

    private final Ledger ledger = new Ledger();
    private final Instant now;
    private final long seed;
    private final OutboxStory outbox;

    private History(Instant now, long seed) {
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.seed = seed;
        this.outbox = new OutboxStory(ledger, this.now, seed);
    }

    /** Fills the empty tables, in the transaction that the connection is in. */
    public static void write(Connection connection, Instant now, long seed) throws SQLException {
        History history = new History(now, seed);
        Club.ALL.forEach(history::club);
        history.ledger.send(connection);
    }

    private void club(Club club) {
        Instant founded = now.minus(Duration.ofDays(400)).truncatedTo(ChronoUnit.DAYS);
        ledger.clubs.add(club.slug(), club.name(), club.city(), club.zone(), club.dayEnds(), club.currency(), founded);
        List<Unit> units = Unit.of(club, ledger.tables.lastId() + 1, Dice.of(seed, club.id()));
        for (Unit unit : units) {
            ledger.tables.add(
                    club.id(),
                    unit.number(),
                    unit.zone(),
                    unit.seats(),
                    unit.minDepositMinor(),
                    unit.active(),
                    founded,
                    founded);
        }
        LocalDate today = club.businessDate(now);
        for (Night night : new NightCalendar(now, seed).nights(club, ledger.events.lastId() + 1)) {
            night(night, units, today);
        }
    }

    private void night(Night night, List<Unit> units, LocalDate today) {
        Dice dice = Dice.of(seed, night.id(), 'n');
        Instant planned = night.start().minus(Duration.ofDays(30));
        boolean isCancelled = !night.cancelledAt().isAfter(now);
        // Last night's books are still open: closing them is the first thing that the office does today.
        boolean isClosed = !isCancelled && night.businessDate().isBefore(today.minusDays(1));
        ledger.events.add(
                night.club().id(),
                dice.pick(TITLES),
                night.start(),
                night.end(),
                isCancelled ? "CANCELLED" : isClosed ? "CLOSED" : "SCHEDULED",
                planned,
                isCancelled ? night.cancelledAt() : isClosed ? night.end().plus(Duration.ofHours(12)) : planned);
        tables(night, units);
        DoorStory door = new DoorStory(ledger, outbox, night, now);
        door.guestLists(dice);
        campaign(night, dice);
        if (night.businessDate().equals(today)) {
            tonightsCampaign(night);
        }
    }

    /** The two largest clubs' go out right now; a small one is sent and nobody has written so yet. */
    private void tonightsCampaign(Night night) {
        switch ((int) night.club().id()) {
            case 1, 5 -> outbox.campaignUnderWay(night.club(), night, 320);
            case 4 -> outbox.campaignUnderWay(night.club(), night, 6);
            default -> {}
        }
    }

    private void tables(Night night, List<Unit> units) {
        TableStory story = new TableStory(ledger, outbox, night, now);
        for (Unit unit : units) {
            Dice dice = Dice.of(seed, night.id(), unit.id(), 't');
            boolean onSale = unit.active() && night.onSaleFrom().isBefore(now);
            boolean isBlocked = dice.chance(0.02);
            if (onSale && (isBlocked || dice.chance(0.01))) {
                block(night, unit, isBlocked, dice);
            }
            if (onSale && !isBlocked && story.tell(unit, dice) && now.isBefore(night.end())) {
                hold(night, unit, dice);
            }
        }
        new DoorStory(ledger, outbox, night, now)
                .rejects(story.admitted(), story.cancelled(), Dice.of(seed, night.id(), 'r'));
    }

    private void block(Night night, Unit unit, boolean stays, Dice dice) {
        Instant created = night.onSaleFrom().minus(Duration.ofHours(dice.between(2, 40)));
        ledger.blocks.add(
                night.id(),
                unit.id(),
                dice.pick(BLOCKS),
                dice.chance(0.3) ? People.note(dice) : null,
                People.name(dice),
                created,
                stays ? null : created.plus(Duration.ofHours(1)));
    }

    /** Some free tables are being paid for right now, and some were not paid for in time. */
    private void hold(Night night, Unit unit, Dice dice) {
        boolean soon = night.start().isBefore(now.plus(Duration.ofHours(3)));
        if (dice.chance(soon ? 0.25 : 0.04)) {
            Instant expires = now.plus(dice.between(Duration.ofSeconds(-150), Duration.ofSeconds(300)));
            ledger.holds.add(
                    night.id(),
                    unit.id(),
                    dice.between(1, unit.seats()),
                    "hk-" + dice.token(),
                    People.name(dice),
                    People.phone(dice),
                    expires,
                    expires.minus(Duration.ofMinutes(5)));
        }
    }

    private void campaign(Night night, Dice dice) {
        Instant startsAt = night.start().minus(Duration.ofHours(50)).truncatedTo(ChronoUnit.HOURS);
        boolean hasStarted = !startsAt.isAfter(now) && night.cancelledAt().isAfter(startsAt);
        int recipients = hasStarted ? 60 + night.club().tables() + dice.below(40) : 0;
        boolean isDone = hasStarted && startsAt.plus(Duration.ofMinutes(20)).isBefore(now);
        String status = isDone
                ? "COMPLETED"
                : hasStarted ? "RUNNING" : night.cancelledAt().isAfter(now) ? "SCHEDULED" : "CANCELLED";
        long campaign = ledger.campaigns.add(
                night.club().id(),
                night.id(),
                night.club().name() + " "
                        + night.businessDate().getDayOfWeek().name().toLowerCase(Locale.ROOT),
                "Tables for the night are on sale.",
                status,
                recipients,
                startsAt,
                hasStarted ? startsAt : null,
                isDone ? startsAt.plus(Duration.ofMinutes(20)) : null,
                startsAt.minus(Duration.ofDays(3)));
        for (int i = 0; i < recipients; i++) {
            outbox.add(new Message(
                    "campaign",
                    night.club().id(),
                    campaign,
                    null,
                    People.phone(dice),
                    "{\"template\": \"on-sale\"}",
                    7,
                    startsAt,
                    startsAt.plusMillis(30L * i)));
        }
    }
}
