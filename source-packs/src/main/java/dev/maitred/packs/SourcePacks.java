package dev.maitred.packs;

import dev.maitred.packs.nightclub.NightclubPack;
import dev.maitred.packs.rush.RushPack;
import java.util.List;
import java.util.stream.Collectors;

/** The packs that there are. */
public final class SourcePacks {

    private static final List<SourcePack> ALL = List.of(new NightclubPack(), new RushPack());

    private SourcePacks() {}

    public static List<SourcePack> all() {
        return ALL;
    }

    /**
     * The pack of that name.
     *
     * @throws IllegalArgumentException when there is none, naming those that there are
     */
    public static SourcePack named(String name) {
        return ALL.stream()
                .filter(pack -> pack.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No source pack is named \"" + name + "\"; there is "
                        + ALL.stream().map(SourcePack::name).collect(Collectors.joining(", "))));
    }
}
