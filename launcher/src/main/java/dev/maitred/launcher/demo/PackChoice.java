package dev.maitred.launcher.demo;

import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Which packs a demo runs.
 *
 * @param packs at least one, the nightclub first where it is among them
 */
public record PackChoice(List<SourcePack> packs) {

    /** All that there are, as it is typed. */
    static final String ALL = "all";

    public PackChoice {
        packs = List.copyOf(packs);
    }

    /** From what is typed after {@code --pack}. */
    static final class Converter implements ITypeConverter<PackChoice> {

        @Override
        public PackChoice convert(String typed) {
            if (typed.equals(ALL)) {
                return new PackChoice(SourcePacks.all());
            }
            return SourcePacks.all().stream()
                    .filter(pack -> pack.name().equals(typed))
                    .findFirst()
                    .map(pack -> new PackChoice(List.of(pack)))
                    .orElseThrow(() -> new TypeConversionException("expected " + ALL + " or one of "
                            + SourcePacks.all().stream().map(SourcePack::name).toList() + ", found \"" + typed
                            + "\""));
        }
    }
}
