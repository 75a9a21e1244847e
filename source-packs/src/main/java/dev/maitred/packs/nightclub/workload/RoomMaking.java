package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import dev.maitred.packs.workload.RaceLostException;
import java.sql.SQLException;

/** Lets a full night breathe, so that the workload can go on for hours. */
@FunctionalInterface
interface RoomMaking {

    /** Frees one table of the night if it can; false when there is nothing to free. */
    boolean makeRoom(Night night, Dice dice) throws SQLException, RaceLostException;
}
