package dev.maitred.launcher.draft;

import dev.maitred.launcher.draft.Drafter.Guess;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.language.Fault;
import dev.maitred.mapping.language.MappingException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A mapping's first draft as YAML with comments, from the catalogue alone; it compiles. */
final class Draft {

    private final String source;
    private final Catalogue catalogue;
    private final Map<Shape, Guess> guesses;
    /** Tables whose guess does not compile, with the reason. */
    private final Map<Shape, String> spoilt = new HashMap<>();

    private Draft(String source, Catalogue catalogue, Map<Shape, Guess> guesses) {
        this.source = source;
        this.catalogue = catalogue;
        this.guesses = guesses;
    }

    /**
     * @param source what the mapping calls it
     * @throws MappingException when no table of the schema is recognised
     */
    static String of(Connection connection, String source, String schema) throws SQLException {
        Catalogue catalogue = PostgresCatalogue.read(connection);
        Drafter drafter = new Drafter(new Roles(catalogue, schema), ListedValues.read(connection, schema));
        return new Draft(source, catalogue, drafter.guesses()).compiling();
    }

    /** What does not compile is taken out, with the reason, and not shown as if it were right. */
    private String compiling() {
        try {
            Mapping.compile(yaml(), catalogue);
        } catch (MappingException e) {
            boolean any = false;
            for (Fault fault : e.faults()) {
                for (Shape shape : guesses.keySet()) {
                    if (guesses.get(shape).rule().isPresent()
                            && fault.place()
                                    .startsWith("tables." + shape.table().name().shortName() + ".")) {
                        spoilt.putIfAbsent(shape, fault.problem());
                        any = true;
                    }
                }
            }
            if (!any || spoilt.size() == guesses.size()) {
                throw e;
            }
            return compiling();
        }
        return yaml();
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                "# A first draft, made from the names, keys and types of the catalogue; no row was read. Go through it line by line:\n"
                        + "# each guess says why. Only the columns named here leave the database. Then: ./maitred check --config FILE\n");
        yaml.append("source: ").append(source).append("\n\ntables:\n");
        List<String> leftOut = new ArrayList<>();
        guesses.forEach((shape, guess) -> {
            if (guess.rule().isPresent() && !spoilt.containsKey(shape)) {
                append(yaml, guess.rule().get());
            } else {
                leftOut.add("#   " + shape.table().name().shortName() + ": "
                        + (guess.rule().isPresent()
                                ? "as " + guess.rule().get().entity() + " it does not compile: "
                                        + spoilt.getOrDefault(shape, "").replaceAll("\\R.*", "")
                                : guess.whyNot()));
            }
        });
        if (!leftOut.isEmpty()) {
            yaml.append("# Left out:\n").append(String.join("\n", leftOut)).append("\n");
        }
        return yaml.toString();
    }

    private static void append(StringBuilder yaml, Rule rule) {
        yaml.append("  # ")
                .append(rule.why())
                .append("\n  ")
                .append(Rule.quoted(rule.table().name().shortName()))
                .append(":\n    ")
                .append(rule.entity())
                .append(":\n");
        for (Rule.Line line : rule.lines()) {
            yaml.append("      ").append(line.field()).append(": ").append(line.value());
            yaml.append(line.why().isEmpty() ? "" : "  # " + line.why()).append("\n");
        }
        String unused = rule.table().columns().stream()
                .map(Column::name)
                .filter(column ->
                        !rule.uses(column) && !rule.table().primaryKey().contains(column))
                .collect(Collectors.joining(", "));
        yaml.append(unused.isEmpty() ? "" : "      # not read: " + unused + "\n")
                .append("\n");
    }

    /** A source's name from a database's. */
    static String sourceName(String database) {
        String name =
                database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^[^a-z]+|-+$", "");
        return name.isEmpty() ? "bookings" : name.substring(0, Math.min(name.length(), 40));
    }
}
