package dev.maitred.packs.rush.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.packs.AllAtOnce;
import dev.maitred.packs.Allowance;
import dev.maitred.packs.Dice;
import dev.maitred.packs.PackDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.rush.workload.Programme.Show;
import dev.maitred.packs.rush.workload.Programme.Zone;
import dev.maitred.packs.rush.workload.Shoppers.Shopper;
import dev.maitred.packs.rush.workload.Shoppers.Wish;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class LastPlacesIT {

    private static final SourcePack PACK = SourcePacks.named("rush");
    private static final int CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void of_16_shoppers_who_want_3_each_of_the_last_12_places_4_get_them() throws Exception {
        try (Stage stage = new Stage()) {
            List<Shopper> shoppers = stage.shoppers.undecided(stage.show);
            assertThat(shoppers).hasSizeGreaterThanOrEqualTo(CLIENTS);
            List<Long> places = together(client -> (long)
                    stage.shoppers.reserve(shoppers.get(client), List.of(new Wish(stage.front, 3)), "k" + client));
            assertThat(places.stream().filter(taken -> taken == 3)).hasSize(4);
            assertThat(places.stream().filter(taken -> taken == 0)).hasSize(CLIENTS - 4);
        }
    }

    @Test
    void a_request_sent_16_times_at_once_reserves_once() throws Exception {
        try (Stage stage = new Stage()) {
            Shopper shopper = stage.shoppers.undecided(stage.show).getFirst();
            Zone zone = stage.show.zones().getLast();
            List<Long> places =
                    together(client -> (long) stage.shoppers.reserve(shopper, List.of(new Wish(zone, 2)), "the same"));
            assertThat(places.stream().mapToLong(Long::longValue).sum()).isEqualTo(2);
        }
    }

    @Test
    void a_reservation_is_paid_once_by_16_who_try() throws Exception {
        try (Stage stage = new Stage()) {
            Shopper shopper = stage.shoppers.undecided(stage.show).getFirst();
            stage.shoppers.reserve(shopper, List.of(new Wish(stage.show.zones().getLast(), 2)), "k");
            List<Long> orders = together(client -> stage.checkout.pay(shopper, Dice.of(1, client)));
            assertThat(orders).hasSize(1);
        }
    }

    /** A populated database with the show whose front is nearly sold out. */
    private static final class Stage implements AutoCloseable {

        private final Database database;
        private final Shoppers shoppers;
        private final Checkout checkout;
        private final Show show;
        private final Zone front;

        Stage() throws Exception {
            PackDatabase packDatabase = PackDatabase.populated(PACK, Instant.now(), 1);
            Tally tally = new Tally(new Allowance(1_000), List.of(EventKind.values()));
            database = new Database("rush", packDatabase.settings(), CLIENTS, PATIENCE, tally);
            Programme programme = new Programme(database);
            shoppers = new Shoppers(database, programme, tally, 1);
            checkout = new Checkout(database, tally);
            programme.refresh();
            Show found = null;
            for (int throwOfDice = 0; found == null || !found.id().toString().contains("-0001-"); throwOfDice++) {
                found = Objects.requireNonNull(programme.opened(Dice.of(1, throwOfDice)));
            }
            show = found;
            front = show.zones().getFirst();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private static List<Long> together(AllAtOnce.Client client) throws Exception {
        return AllAtOnce.together(CLIENTS, PATIENCE, client);
    }
}
