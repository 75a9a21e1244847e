package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.nightclub.workload.Floor.FreeTable;
import dev.maitred.packs.nightclub.workload.Floor.Party;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Play;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Repertoire;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The nightclub's life as real transactions with real contention. Ends never: tables turn, nights close, new ones open. */
public final class FridayNight implements Play.Cast {

    /** Messages that the provider takes for each transaction: less than the couriers could bring, more than is written. */
    private static final double PROVIDER_SHARE = 0.5;

    private final WorkloadSettings settings;
    private final Tally tally;
    private final Database database;
    private final Programme programme;
    private final Guests guests;
    private final Hosts hosts;

    private FridayNight(WorkloadSettings settings, Database database, Tally tally) {
        this.settings = settings;
        this.tally = tally;
        this.database = database;
        this.programme = new Programme(database, InstantSource.system());
        this.hosts = new Hosts(database, programme, tally);
        this.guests = new Guests(database, programme, tally, settings.speed(), this::makeRoom);
    }

    /** Opens no connection before it is started. */
    public static Workload workload(WorkloadSettings settings) {
        return workload(settings, Play.PATIENCE);
    }

    /**
     * Opens no connection before it is started.
     *
     * @param patience with which a transaction waits for one of the connections, before that counts as an error
     */
    static Workload workload(WorkloadSettings settings, Duration patience) {
        return new Play(
                "friday-night",
                "nightclub",
                settings,
                patience,
                List.of(EventKind.values()),
                (database, tally) -> new FridayNight(settings, database, tally));
    }

    @Override
    public boolean meanwhile(Dice dice) throws SQLException {
        return guests.searchTables(dice);
    }

    @Override
    public Repertoire repertoire(Play play) {
        double speed = settings.speed();
        Door door = new Door(database, programme, tally);
        Office office = new Office(database, programme, tally);
        NightDesk desk = new NightDesk(database, programme, tally, speed);
        Marketing marketing = new Marketing(database, programme, tally);
        Provider provider = new Provider(settings.transactionsPerSecond() * PROVIDER_SHARE, settings.seed());
        Couriers couriers = new Couriers(database, provider, tally, speed);
        Sweeper sweeper = new Sweeper(database, tally, speed);
        return new Repertoire()
                .with(90, guests::searchNights)
                .with(170, guests::searchTables)
                .with(30, hosts::pollFloor)
                .with(130, guests::hold)
                .with(12, dice -> rush(play, dice))
                .with(110, guests::confirm)
                .with(14, guests::release)
                .with(20, guests::cancel)
                .with(45, door::scan)
                .with(10, door::enter)
                .with(20, door::search)
                .with(15, door::guestList)
                .with(20, door::reject)
                .with(75, hosts::seat)
                .with(12, hosts::walkIn)
                .with(60, hosts::takeDeposit)
                .with(65, hosts::complete)
                .with(6, hosts::noShow)
                .with(4, office::block)
                .with(4, office::unblock)
                .with(8, office::move)
                .with(2, marketing::campaign)
                .with(12, marketing::invite)
                .with(10, marketing::answer)
                .with(100, couriers::round)
                .with(8, dice -> sweeper.holds())
                .with(5, dice -> sweeper.leases())
                .with(3, dice -> sweeper.campaigns())
                .with(1, dice -> sweeper.messages())
                .with(6, desk::close)
                .with(5, desk::open);
    }

    /** Three phones press the same table at once; at most one gets it. */
    private boolean rush(Play play, Dice dice) throws SQLException, InterruptedException {
        Night night = programme.any(dice);
        List<FreeTable> free = night == null ? List.of() : Floor.freeTables(database, night.id());
        if (night == null || free.isEmpty()) {
            return false;
        }
        FreeTable table = free.getFirst();
        List<Play.Attempt> phones = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Party party = Party.any(dice, table.seats(), "BOT");
            phones.add(() -> guests.claim(night.id(), table, party));
        }
        play.together(phones);
        return true;
    }

    private boolean makeRoom(Night night, Dice dice) throws SQLException, RaceLostException {
        long held = database.read(
                        "SELECT count(*) FROM booking_holds WHERE event_id = ? AND expires_at > now()",
                        row -> row.getLong(1),
                        night.id())
                .getFirst();
        if (held > night.capacity() * 0.12
                && guests.release(
                        dice,
                        "SELECT id FROM booking_holds WHERE event_id = ? AND expires_at > now() ORDER BY id",
                        night.id())) {
            return true;
        }
        return night.isRunning(programme.now()) && hosts.complete(dice, new Long[] {night.id()})
                || guests.cancel(night, dice);
    }
}
