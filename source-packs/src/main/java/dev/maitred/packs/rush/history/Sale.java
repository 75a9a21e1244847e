package dev.maitred.packs.rush.history;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.rush.Retention;
import dev.maitred.packs.rush.history.Tour.Show;
import dev.maitred.packs.rush.history.Tour.Zone;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** One show's sale so far: orders, those who shop at this moment, and those in line. */
final class Sale {

    private static final Duration RESERVED_FOR = Duration.ofMinutes(5);
    private static final Duration PASS = Duration.ofMinutes(10);
    private static final List<String> CHANNELS = List.of("WEB", "WEB", "WEB", "APP", "APP", "PARTNER");
    private static final List<String> METHODS = List.of("CARD", "CARD", "WALLET", "TRANSFER");

    private final Ledger ledger;
    private final ObjIntConsumer<Zone> taken;
    private final Show show;
    private final Instant now;

    /** @param taken is told of all places that are taken */
    Sale(Ledger ledger, ObjIntConsumer<Zone> taken, Show show, Instant now) {
        this.ledger = ledger;
        this.taken = taken;
        this.show = show;
        this.now = now;
    }

    private record Pick(Zone zone, int quantity) {}

    /** Somebody came through the line, reserved in one zone or two, and paid or let it be. */
    void order(Instant opens, Dice dice) {
        Duration open = Duration.between(opens, now.minus(PASS));
        // Most come soon after the sale has opened, and many come now.
        Instant at = dice.chance(0.7)
                ? opens.plus(dice.about(Duration.ofHours(9), open))
                : dice.between(opens, now.minus(PASS));
        Instant paid = at.plus(dice.between(Duration.ofSeconds(20), Duration.ofSeconds(280)));
        boolean isKept = at.isAfter(now.minus(Retention.ENDED).minus(Duration.ofHours(2)));
        boolean isSold = dice.chance(0.85);
        long customer = customer(at, dice);
        Long person = isKept ? person(customer, isSold ? "DONE" : "EXPIRED", at, paid, dice) : null;
        List<Pick> picks = picks(dice);
        String key = "k-" + dice.token();
        if (isKept) {
            String ended = isSold ? "SOLD" : dice.chance(0.4) ? "RELEASED" : "EXPIRED";
            picks.forEach(pick -> reservation(pick, customer, person, ended, key, at, paid));
        }
        if (isSold) {
            sold(customer, picks, paid, dice);
        }
    }

    private void sold(long customer, List<Pick> picks, Instant paid, Dice dice) {
        Instant back = paid.plus(dice.about(Duration.ofHours(30), Duration.ofDays(6)));
        boolean isCancelled = dice.chance(0.05) && back.isBefore(now);
        boolean isReduced = !isCancelled && picks.size() > 1 && dice.chance(0.2) && back.isBefore(now);
        long total = 0;
        long refund = 0;
        for (int i = 0; i < picks.size(); i++) {
            long price = (long) picks.get(i).quantity() * picks.get(i).zone().priceMinor();
            total += price;
            refund += isCancelled || isReduced && i == 0 ? price : 0;
        }
        String currency = show.event().currency();
        String method = dice.pick(METHODS);
        long order = ledger.orders.add(
                show.id(),
                customer,
                "T" + dice.token(),
                isCancelled ? "CANCELLED" : "PAID",
                isReduced ? total - refund : total,
                currency,
                "p-" + dice.token(),
                paid,
                isCancelled ? back : null,
                isCancelled || isReduced ? back : paid);
        for (int i = 0; i < picks.size(); i++) {
            Pick pick = picks.get(i);
            boolean isBack = isCancelled || isReduced && i == 0;
            ledger.lines.add(
                    order,
                    show.id(),
                    pick.zone().id(),
                    pick.quantity(),
                    pick.zone().priceMinor(),
                    currency,
                    isBack ? "RETURNED" : "SOLD",
                    paid,
                    isBack ? back : null);
            if (!isBack) {
                taken.accept(pick.zone(), pick.quantity());
            }
        }
        ledger.payments.add(order, "CHARGE", total, currency, method, People.name(dice), paid);
        if (refund > 0) {
            ledger.payments.add(order, "REFUND", refund, currency, method, null, back);
        }
    }

    /** Those inside: some have reserved, some still look, some have run out of time and nobody has noticed. */
    void shopping(Dice dice) {
        for (int i = dice.between(30, 50); i > 0; i--) {
            Instant admitted = now.minus(dice.between(Duration.ofSeconds(10), PASS.plusSeconds(30)));
            Instant joined = admitted.minus(dice.between(Duration.ofSeconds(30), Duration.ofMinutes(20)));
            long customer = customer(joined, dice);
            long person = ledger.people.add(
                    show.id(),
                    customer,
                    dice.token(),
                    dice.pick(CHANNELS),
                    "ADMITTED",
                    joined,
                    joined,
                    admitted,
                    admitted.plus(PASS),
                    null,
                    null);
            if (dice.chance(0.5)) {
                Instant expires = now.plus(dice.between(Duration.ofSeconds(-150), RESERVED_FOR.minusSeconds(10)));
                String key = "k-" + dice.token();
                for (Pick pick : picks(dice)) {
                    Instant created = expires.minus(RESERVED_FOR);
                    ledger.reservations.add(
                            show.id(),
                            pick.zone().id(),
                            customer,
                            person,
                            pick.quantity(),
                            "HELD",
                            expires,
                            key,
                            created,
                            created);
                    taken.accept(pick.zone(), pick.quantity());
                }
            }
        }
    }

    /**
     * Those in line, and those who left it.
     *
     * @param opens when they can be let in; null when the sale is open
     */
    void line(@Nullable Instant opens, Dice dice) {
        int waiting = show.number() == 1 ? 400 : opens != null ? 250 : dice.between(20, 90);
        for (int i = 0; i < waiting; i++) {
            Instant joined = now.minus(Duration.ofMillis((waiting - i) * 900L)).minusMillis(dice.below(900));
            long customer = customer(joined, dice);
            boolean left = dice.chance(0.06);
            ledger.people.add(
                    show.id(),
                    customer,
                    dice.token(),
                    dice.pick(CHANNELS),
                    left ? "LEFT" : "WAITING",
                    joined,
                    opens == null ? joined : opens,
                    null,
                    null,
                    left ? now.minusMillis(dice.below(100)) : null,
                    null);
        }
    }

    /** A third of the orders take from two zones. */
    private List<Pick> picks(Dice dice) {
        List<Zone> zones = show.zones();
        List<Pick> picks = new ArrayList<>();
        int first = dice.below(zones.size());
        picks.add(new Pick(zones.get(first), dice.between(1, 6)));
        if (dice.chance(0.3)) {
            picks.add(new Pick(zones.get((first + 1) % zones.size()), dice.between(1, 3)));
        }
        return picks;
    }

    private void reservation(
            Pick pick, long customer, @Nullable Long person, String status, String key, Instant at, Instant ended) {
        ledger.reservations.add(
                show.id(),
                pick.zone().id(),
                customer,
                person,
                pick.quantity(),
                status,
                at.plus(RESERVED_FOR),
                key,
                at,
                status.equals("EXPIRED") ? at.plus(RESERVED_FOR) : ended);
    }

    private long person(long customer, String state, Instant at, Instant ended, Dice dice) {
        Instant joined = at.minus(dice.between(Duration.ofSeconds(30), Duration.ofMinutes(20)));
        boolean isDone = state.equals("DONE");
        String token = dice.token();
        ledger.keys.add("r-" + token, "RESERVE", "{\"answer\": \"RESERVED\"}", at);
        return ledger.people.add(
                show.id(),
                customer,
                token,
                dice.pick(CHANNELS),
                state,
                joined,
                joined,
                at,
                null,
                isDone ? ended : at.plus(PASS),
                isDone ? null : "PASS_UNUSED");
    }

    private long customer(Instant at, Dice dice) {
        String name = People.name(dice);
        return ledger.customers.add(name, People.email(name, dice.token()), People.phone(dice), at);
    }
}
