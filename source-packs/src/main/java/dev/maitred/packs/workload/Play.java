package dev.maitred.packs.workload;

import dev.maitred.packs.Allowance;
import dev.maitred.packs.Dice;
import dev.maitred.packs.OpenLoop;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.WorkloadStatistics;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays a repertoire at the rate of the settings. Each decision follows from the seed and its number; what comes of it depends on
 * the database and on who was faster.
 */
public final class Play implements Workload {

    /** With which a transaction waits for one of the connections, before that counts as an error. */
    public static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int CONNECTIONS = 8;
    private static final int MOST_UNDER_WAY = 48;

    private final Outage outage = new Outage();
    private final AtomicLong decisions = new AtomicLong();
    private final WorkloadSettings settings;
    private final Allowance allowance;
    private final Tally tally;
    private final Database database;
    private final Cast cast;
    private final Repertoire repertoire;
    private final OpenLoop loop;

    /** Who acts. */
    public interface Cast {

        /** All that they can do, asked for once. */
        Repertoire repertoire(Play play);

        /** What somebody does when there is nothing to do for the one whose turn it is: the rate stays what it is. */
        boolean meanwhile(Dice dice) throws SQLException, RaceLostException, InterruptedException;
    }

    /** Something that may fail in the ordinary ways. */
    @FunctionalInterface
    public interface Attempt {
        void make() throws SQLException, RaceLostException, InterruptedException;
    }

    /** Makes the cast, which has these two to work with. */
    @FunctionalInterface
    public interface Casting {
        Cast of(Database database, Tally tally);
    }

    /**
     * Opens no connection before {@link #start()}.
     *
     * @param name of its thread
     * @param application that the database knows its connections by
     * @param patience with which a transaction waits for one of the connections, before that counts as an error
     */
    public Play(
            String name,
            String application,
            WorkloadSettings settings,
            Duration patience,
            List<? extends Kind> kinds,
            Casting casting) {
        this.settings = settings;
        this.allowance = new Allowance(settings.transactionsPerSecond());
        this.tally = new Tally(allowance, kinds);
        this.database = new Database(application, settings, CONNECTIONS, patience, tally);
        this.cast = casting.of(database, tally);
        this.repertoire = cast.repertoire(this);
        this.loop = new OpenLoop(name, settings.transactionsPerSecond(), MOST_UNDER_WAY, this::play);
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
                cast.meanwhile(dice);
            }
        });
    }

    /** All of them at the same instant, each by itself, and waits for their ends. */
    public void together(List<Attempt> attempts) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Attempt attempt : attempts) {
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    attempt(attempt);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            // What they lose by the workload's end is no error of theirs.
            threads.forEach(Thread::interrupt);
            throw e;
        }
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
}
