package dev.maitred.packs.nightclub.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.packs.AllAtOnce;
import dev.maitred.packs.Allowance;
import dev.maitred.packs.Dice;
import dev.maitred.packs.PackDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.nightclub.workload.Floor.FreeTable;
import dev.maitred.packs.nightclub.workload.Floor.Party;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RaceIT {

    private static final SourcePack PACK = SourcePacks.named("nightclub");
    private static final int CLIENTS = 32;
    private static final int ROUNDS = 10;
    private static final int ATTEMPTS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    void of_32_clients_on_one_table_one_holds_it_and_one_confirms_it() throws Exception {
        PackDatabase packDatabase = PackDatabase.populated(PACK, Instant.now(), 1);
        Tally tally = new Tally(new Allowance(1_000), List.of(EventKind.values()));
        try (Database database = new Database("nightclub", packDatabase.settings(), CLIENTS, PATIENCE, tally)) {
            Programme programme = new Programme(database, InstantSource.system());
            Guests guests = new Guests(database, programme, tally, 1, (night, dice) -> false);
            Night night = programme.nights().getLast();
            for (int round = 0; round < ROUNDS; round++) {
                FreeTable table = Floor.freeTables(database, night.id()).getFirst();
                long seed = round;
                List<Long> holds = together(client ->
                        guests.claim(night.id(), table, Party.any(Dice.of(seed, client), table.seats(), "BOT")));
                assertThat(holds).hasSize(1);
                List<Long> bookings = together(client -> guests.confirm(holds.getFirst()));
                assertThat(bookings).hasSize(1);
                assertThat(active(database, night, table)).isEqualTo(1);
            }
        }
    }

    @Test
    void while_guests_hold_and_confirm_a_table_the_door_cannot_give_it_away() throws Exception {
        PackDatabase packDatabase = PackDatabase.populated(PACK, Instant.now(), 1);
        Tally tally = new Tally(new Allowance(1_000), List.of(EventKind.values()));
        try (Database database = new Database("nightclub", packDatabase.settings(), CLIENTS, PATIENCE, tally)) {
            Programme programme = new Programme(database, InstantSource.system());
            Guests guests = new Guests(database, programme, tally, 1, (night, dice) -> false);
            Night night = programme.nights().getLast();
            for (int round = 0; round < ROUNDS; round++) {
                FreeTable table = Floor.freeTables(database, night.id()).getFirst();
                long seed = round;
                List<Long> taken = together(client -> {
                    Dice dice = Dice.of(seed, client, 'd');
                    Party party = Party.any(dice, table.seats(), "DOOR");
                    return client % 2 == 0
                            ? confirmed(guests, guests.claim(night.id(), table, party))
                            : database.transaction(transaction -> {
                                Floor.lock(transaction, table.id());
                                Floor.mustBeFree(transaction, night.id(), table.id());
                                return Floor.book(transaction, night, table, party, "BOOKED");
                            });
                });
                assertThat(taken).hasSize(1);
                assertThat(active(database, night, table)).isEqualTo(1);
            }
        }
    }

    /** Whoever holds the table has lost no race for it when the others only made them wait too long for its lock. */
    private static long confirmed(Guests guests, long hold) throws SQLException, RaceLostException {
        for (int attempt = 1; ; attempt++) {
            try {
                return guests.confirm(hold);
            } catch (RaceLostException lost) {
                if (attempt == ATTEMPTS) {
                    throw lost;
                }
            }
        }
    }

    private static List<Long> together(AllAtOnce.Client client) throws Exception {
        return AllAtOnce.together(CLIENTS, PATIENCE, client);
    }

    private static long active(Database database, Night night, FreeTable table) throws SQLException {
        return database.read(
                        "SELECT count(*) FROM bookings WHERE event_id = ? AND table_id = ? AND status IN ('BOOKED', 'SEATED')",
                        row -> row.getLong(1),
                        night.id(),
                        table.id())
                .getFirst();
    }
}
