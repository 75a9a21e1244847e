package dev.maitred.packs.workload;

import dev.maitred.packs.Dice;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What can be done, and how often; the first decisions go once through all of it, so that nobody waits for a rare thing. */
public final class Repertoire {

    private final List<Act> opening = new ArrayList<>();
    private final List<Act> byWeight = new ArrayList<>();

    /** One thing to do. */
    @FunctionalInterface
    public interface Act {

        /** Does it; false when there is nothing to do it to. */
        boolean perform(Dice dice) throws SQLException, RaceLostException, InterruptedException;
    }

    /** Adds an act with its weight; the weights add up to about 1,000. */
    public Repertoire with(int weight, Act act) {
        opening.add(act);
        for (int i = 0; i < weight; i++) {
            byWeight.add(act);
        }
        return this;
    }

    Act choose(long decision, Dice dice) {
        return decision < opening.size() ? opening.get((int) decision) : dice.pick(byWeight);
    }
}
