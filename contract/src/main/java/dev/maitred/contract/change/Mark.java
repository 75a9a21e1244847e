package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import java.util.List;

/** Begin or end of a snapshot or resync; an empty venue means all of them, no rules means all. Fields as in the message of the same name. */
public record Mark(String source, String venue, List<String> rules, int incarnation, Lsn lsn, boolean end)
        implements Change {

    public Mark {
        rules = List.copyOf(rules);
    }

    @Override
    public Entity entity() {
        return Entity.MARK;
    }
}
