package dev.maitred.packs.rush.history;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.rush.history.Tour.Event;
import dev.maitred.packs.rush.history.Tour.Show;
import dev.maitred.packs.rush.history.Tour.Zone;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the tour and its sale as they stand at one instant; the same instant and seed give the same rows. */
public final class History {

    private static final List<String> BLOCKS = List.of("PRODUCTION", "OBSTRUCTED", "FAN_CLUB");
    private static final Duration UNTIL_THE_LAST_SALE_OPENS = Duration.ofSeconds(20);
    private static final int LEFT_IN_FRONT = 12;

    private final Ledger ledger = new Ledger();
    private final Map<UUID, Integer> taken = new HashMap<>();
    private final Instant now;
    private final long seed;

    private History(Instant now, long seed) {
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
        this.seed = seed;
    }

    /** Fills the empty tables, in the transaction that the connection is in. */
    public static void write(Connection connection, Instant now, long seed) throws SQLException {
        History history = new History(now, seed);
        Tour.EVENTS.forEach(history::event);
        history.ledger.send(connection);
    }

    private void event(Event event) {
        Instant announced = now.minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.DAYS);
        ledger.events.add(
                event.id(),
                event.slug(),
                event.title(),
                event.hall(),
                event.city(),
                event.timeZone(),
                event.currency(),
                announced);
        for (Show show : event.shows()) {
            Instant opens = show.isAnnounced()
                    ? now.plus(UNTIL_THE_LAST_SALE_OPENS)
                    : now.minus(Duration.ofDays(6)).truncatedTo(ChronoUnit.HOURS);
            ledger.shows.add(
                    show.id(),
                    event.id(),
                    show.slug(),
                    "Night " + show.night(),
                    show.startsAt(now),
                    show.endsAt(now),
                    opens,
                    show.isAnnounced() ? "ANNOUNCED" : "ON_SALE",
                    announced,
                    announced);
            show(show, opens, announced);
        }
    }

    private void show(Show show, Instant opens, Instant announced) {
        for (Zone zone : show.zones()) {
            ledger.zones.add(zone.id(), show.id(), zone.code(), Tour.SEATS, zone.priceMinor(), announced);
            blocks(show, zone, announced);
        }
        Dice dice = Dice.of(seed, show.number(), 's');
        Sale sale = new Sale(ledger, this::take, show, now);
        if (!show.isAnnounced()) {
            int orders = show.number() == 1 ? 900 : dice.between(200, 420);
            for (int i = 0; i < orders; i++) {
                sale.order(opens, Dice.of(seed, show.number(), i, 'o'));
            }
            sale.shopping(Dice.of(seed, show.number(), 'h'));
        }
        sale.line(show.isAnnounced() ? opens : null, Dice.of(seed, show.number(), 'w'));
        for (Zone zone : show.zones()) {
            if (zone.code().equals("FRONT") && show.isNearlySoldOutInFront()) {
                int quantity = Tour.SEATS - taken.getOrDefault(zone.id(), 0) - LEFT_IN_FRONT;
                block(show, zone, quantity, "SPONSOR", announced, null, dice);
            }
            ledger.stock.add(zone.id(), Tour.SEATS, taken.getOrDefault(zone.id(), 0), now);
        }
    }

    private void blocks(Show show, Zone zone, Instant announced) {
        Dice dice = Dice.of(seed, show.number(), zone.priceMinor(), 'b');
        for (int i = dice.between(2, 6); i > 0; i--) {
            Instant created = announced.plus(Duration.ofHours(dice.between(1, 200)));
            Instant lifted = dice.chance(0.3) ? created.plus(Duration.ofDays(3)) : null;
            block(show, zone, dice.between(10, 300), dice.pick(BLOCKS), created, lifted, dice);
        }
    }

    private void block(
            Show show, Zone zone, int quantity, String reason, Instant created, @Nullable Instant lifted, Dice dice) {
        String note = dice.chance(0.3) ? People.note(dice) : null;
        ledger.blocks.add(show.id(), zone.id(), quantity, reason, note, People.name(dice), created, lifted);
        if (lifted == null) {
            take(zone, quantity);
        }
    }

    private void take(Zone zone, int quantity) {
        taken.merge(zone.id(), quantity, Integer::sum);
    }
}
