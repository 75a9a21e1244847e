package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Allowance;
import dev.maitred.packs.Dice;
import dev.maitred.packs.OpenLoop;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.WorkloadStatistics;
import dev.maitred.packs.nightclub.workload.Floor.FreeTable;
import dev.maitred.packs.nightclub.workload.Floor.Party;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The nightclub's life as real transactions with real contention. Each decision follows from the seed and its number; what
 * comes of it depends on the database and on who was faster. Ends never: tables turn, nights close, new ones open.
 */
public final class FridayNight implements Workload {

    private static final int CONNECTIONS = 8;
    private static final int MOST_UNDER_WAY = 48;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Messages that the provider takes for each transaction: less than the couriers could bring, more than is written. */
    private static final double PROVIDER_SHARE = 0.5;

    private final Outage outage = new Outage();
    private final AtomicLong decisions = new AtomicLong();
    private final WorkloadSettings settings;
    private final Allowance allowance;
    private final Tally tally;
    private final Database database;
    private final Programme programme;
    private final Guests guests;
    private final Hosts hosts;
    private final Repertoire repertoire;
    private final OpenLoop loop;

    /** Opens no connection before {@link #start()}. */
    public FridayNight(WorkloadSettings settings) {
        this(settings, PATIENCE);
    }

    /**
     * Opens no connection before {@link #start()}.
     *
     * @param patience with which a transaction waits for one of the connections, before that counts as an error
     */
    FridayNight(WorkloadSettings settings, Duration patience) {
        this.settings = settings;
        this.allowance = new Allowance(settings.transactionsPerSecond());
        this.tally = new Tally(allowance);
        this.database = new Database(settings, CONNECTIONS, patience, tally);
        this.programme = new Programme(database, InstantSource.system());
        this.hosts = new Hosts(database, programme, tally);
        this.guests = new Guests(database, programme, tally, settings.speed(), this::makeRoom);
        this.repertoire = repertoire();
        this.loop = new OpenLoop("friday-night", settings.transactionsPerSecond(), MOST_UNDER_WAY, this::play);
    }

    private Repertoire repertoire() {
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
                .with(12, this::rush)
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

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public WorkloadStatistics statistics() {
        return tally.snapshot(loop.skipped() + outage.skipped());
    }

    @Override
    public void close() {
        loop.close();
        database.close();
    }

    private void play(long beat) throws InterruptedException {
        // What is done takes one transaction or a few: the beats are as many as the transactions, and the surplus is
        // rest.
        if (!allowance.isLeft() || !outage.mayTry()) {
            return;
        }
        long decision = decisions.getAndIncrement();
        Dice dice = Dice.of(settings.seed(), decision);
        attempt(() -> {
            if (!repertoire.choose(decision, dice).perform(dice)) {
                // Nothing to do for this one: somebody looks for a table meanwhile, and the rate stays what it is.
                guests.searchTables(dice);
            }
        });
    }

    /** Something that may fail in the ordinary ways. */
    @FunctionalInterface
    private interface Attempt {
        void make() throws SQLException, RaceLostException, InterruptedException;
    }

    private void attempt(Attempt attempt) throws InterruptedException {
        try {
            attempt.make();
            outage.answered();
        } catch (RaceLostException lost) {
            tally.raceLost();
            outage.answered();
        } catch (SQLException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException("closed during a statement");
            }
            tally.error(e);
            if (Database.isAway(e)) {
                outage.unreachable();
            } else {
                outage.answered();
            }
        }
    }

    /** Three phones press the same table at once; at most one gets it. */
    private boolean rush(Dice dice) throws SQLException, InterruptedException {
        Night night = programme.any(dice);
        List<FreeTable> free = night == null ? List.of() : Floor.freeTables(database, night.id());
        if (night == null || free.isEmpty()) {
            return false;
        }
        FreeTable table = free.getFirst();
        List<Thread> phones = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Party party = Party.any(dice, table.seats(), "BOT");
            phones.add(Thread.startVirtualThread(() -> press(night, table, party)));
        }
        try {
            for (Thread phone : phones) {
                phone.join();
            }
        } catch (InterruptedException e) {
            // What they lose by the workload's end is no error of theirs.
            phones.forEach(Thread::interrupt);
            throw e;
        }
        return true;
    }

    private void press(Night night, FreeTable table, Party party) {
        try {
            attempt(() -> guests.claim(night.id(), table, party));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
