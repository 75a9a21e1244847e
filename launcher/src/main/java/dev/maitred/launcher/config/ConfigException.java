package dev.maitred.launcher.config;

import dev.maitred.mapping.language.Fault;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A platform's file that cannot be used, with everything that is wrong with it and with the files that it names. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    ConfigException(Path file, List<Fault> faults) {
        super(
                faults.size() + (faults.size() == 1 ? " fault in " : " faults in ") + file + ":\n"
                        + faults.stream().map(fault -> "  - " + fault).collect(Collectors.joining("\n")),
                null,
                false,
                false);
        this.faults = List.copyOf(faults);
    }

    public List<Fault> faults() {
        return faults;
    }
}
