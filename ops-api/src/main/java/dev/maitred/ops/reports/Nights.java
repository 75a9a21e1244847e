package dev.maitred.ops.reports;

import java.util.List;

/** Nights with finished marts, by venue and start. */
public record Nights(List<NightLine> value) {

    public Nights {
        value = List.copyOf(value);
    }
}
