package dev.maitred.packs.rush.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Play;
import dev.maitred.packs.workload.Repertoire;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The sale as real transactions with real contention. Ends never: what is cancelled is sold again. */
public final class TicketRush implements Play.Cast {

    private final Office office;
    private final WaitingRoom waitingRoom;
    private final Shoppers shoppers;
    private final Checkout checkout;
    private final Refunds refunds;
    private final Sweeper sweeper;

    private TicketRush(WorkloadSettings settings, Database database, Tally tally) {
        double speed = settings.speed();
        Programme programme = new Programme(database);
        this.office = new Office(database, programme, tally, speed);
        this.waitingRoom = new WaitingRoom(database, programme, tally, speed);
        this.shoppers = new Shoppers(database, programme, tally, speed);
        this.checkout = new Checkout(database, tally);
        this.refunds = new Refunds(database, programme, tally);
        this.sweeper = new Sweeper(database, tally, speed);
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
                "ticket-rush",
                "rush",
                settings,
                patience,
                List.of(EventKind.values()),
                (database, tally) -> new TicketRush(settings, database, tally));
    }

    @Override
    public Repertoire repertoire(Play play) {
        return new Repertoire()
                .with(150, shoppers::search)
                .with(140, waitingRoom::join)
                .with(110, waitingRoom::position)
                .with(12, waitingRoom::leave)
                .with(45, waitingRoom::admit)
                .with(170, shoppers::reserve)
                .with(12, dice -> shoppers.rush(play, dice))
                .with(8, dice -> shoppers.repeat(play, dice))
                .with(150, checkout::pay)
                .with(14, checkout::release)
                .with(14, refunds::cancel)
                .with(6, refunds::returnLine)
                .with(4, office::block)
                .with(4, office::unblock)
                .with(3, office::pause)
                .with(12, dice -> office.open())
                .with(1, office::reschedule)
                .with(16, dice -> sweeper.reservations())
                .with(12, dice -> sweeper.passes())
                .with(2, dice -> sweeper.endedReservations())
                .with(2, dice -> sweeper.people())
                .with(2, dice -> sweeper.keys());
    }

    @Override
    public boolean meanwhile(Dice dice) throws SQLException {
        return shoppers.search(dice);
    }
}
