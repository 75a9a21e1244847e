package dev.maitred.mapping.language;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that a person sees all of it at once. */
public final class Faults {

    private final List<Fault> found = new ArrayList<>();

    public void add(String place, String problem, String remedy) {
        found.add(new Fault(place, problem, remedy));
    }

    public boolean any() {
        return !found.isEmpty();
    }

    /** @throws MappingException with all of them when there are any */
    public void throwIfAny() {
        if (any()) {
            throw new MappingException(found);
        }
    }
}
