package dev.maitred.mapping.language;

import java.util.List;
import java.util.stream.Collectors;

/** A mapping that cannot be used, with everything that is wrong with it. */
public final class MappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    public MappingException(List<Fault> faults) {
        super(faults.size() + (faults.size() == 1 ? " fault" : " faults") + " in the mapping:\n"
                + faults.stream().map(fault -> "  - " + fault).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
