package dev.maitred.mapping.language;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/** Collects what is wrong, so that a person sees all of it at once. */
public final class Faults {

    private final Set<Fault> found = new LinkedHashSet<>();
    private final Set<Fault> notes = new LinkedHashSet<>();
    private Function<String, OptionalInt> lines = place -> OptionalInt.empty();

    /** Where the places of the file stand in it. */
    void linesAre(Function<String, OptionalInt> lineOfPlace) {
        this.lines = lineOfPlace;
    }

    public void add(String place, String problem, String remedy) {
        found.add(new Fault(place, lines.apply(place).orElse(0), problem, remedy));
    }

    /** What a person should know of a mapping that can be used. */
    public void note(String place, String problem, String remedy) {
        notes.add(new Fault(place, lines.apply(place).orElse(0), problem, remedy));
    }

    public List<Fault> notes() {
        return List.copyOf(notes);
    }

    public boolean any() {
        return !found.isEmpty();
    }

    public List<Fault> found() {
        return List.copyOf(found);
    }

    /** @throws MappingException with all of them when there are any */
    public void throwIfAny() {
        if (any()) {
            throw new MappingException(found());
        }
    }
}
