package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import java.util.Map;

/** A fact with measures. Fields as in the message of the same name. */
public record Activity(String subject, String object, String name, long atMicros, Map<String, Double> measures)
        implements Change {

    public Activity {
        measures = Map.copyOf(measures);
    }

    @Override
    public Entity entity() {
        return Entity.ACTIVITY;
    }
}
