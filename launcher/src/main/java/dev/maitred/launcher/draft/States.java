package dev.maitred.launcher.draft;

import dev.maitred.mapping.catalogue.Column;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What states rows are in, by the values that the catalogue lists. Where it lists none, a person must: rows are not read. */
final class States {

    private static final String GONE = "cancelled_at|canceled_at|released_at|refunded_at|voided_at";
    private static final String DELETED = "deleted_at|archived_at|removed_at|lifted_at";

    private final ListedValues listed;

    States(ListedValues listed) {
        this.listed = listed;
    }

    boolean isListed(Shape shape, Column column) {
        return !values(shape, column).isEmpty();
    }

    /** The listed value that means cancelled. */
    Optional<String> cancelled(Shape shape, Column column) {
        Map<String, List<String>> meanings =
                Meanings.sort(values(shape, column), Meanings.OCCUPANT).meanings();
        return meanings.getOrDefault("cancelled", List.of()).stream().findFirst();
    }

    /** Adds the field when the column's values are listed. */
    void state(Rule rule, Shape shape, String field, Optional<Column> column, Map<String, String> words) {
        column.ifPresentOrElse(
                found -> {
                    Meanings.Sorted sorted = Meanings.sort(values(shape, found), words);
                    if (sorted.meanings().isEmpty()) {
                        unknown(rule, field, found, sorted, words);
                    } else {
                        rule.add(
                                field,
                                "{ column: " + Rule.quoted(found.name()) + ", values: " + yaml(sorted.meanings())
                                        + " }",
                                sorted.unclear().isEmpty()
                                        ? "by the values that its type or a CHECK lists"
                                        : "what do " + sorted.unclear()
                                                + " mean? Rows with a value that is not listed are put aside");
                    }
                },
                () -> nothing(rule, field, words));
    }

    private static void unknown(
            Rule rule, String field, Column column, Meanings.Sorted sorted, Map<String, String> words) {
        if (!field.equals("outcome")) {
            rule.add(
                    field,
                    "{ constant: " + first(words) + " }",
                    (sorted.unclear().isEmpty()
                                    ? "nothing lists the values of " + column.name()
                                    : "the values " + sorted.unclear() + " of " + column.name() + " say nothing here")
                            + ": write { column: " + column.name() + ", values: { " + first(words)
                            + ": [...], ... } }");
        }
    }

    private static void nothing(Rule rule, String field, Map<String, String> words) {
        if (!field.equals("outcome")) {
            rule.add(field, "{ constant: " + first(words) + " }", "no column is called state or status");
        }
    }

    private static String first(Map<String, String> words) {
        return words == Meanings.OCCUPANT
                ? "confirmed"
                : words.values().iterator().next();
    }

    /** Of what takes something: by its status, or by what says that it is gone. */
    void occupancy(Rule rule, Shape shape, String kind) {
        if (shape.status().isPresent()) {
            state(rule, shape, "state", shape.status(), Meanings.OCCUPANT);
        } else if (kind.equals("hold")) {
            rule.add("state", "{ constant: held }", "a hold is held until it is deleted or expires");
        } else {
            shape.time(GONE)
                    .ifPresentOrElse(
                            column -> rule.add(
                                    "state",
                                    "{ expression: '" + column.name()
                                            + " == null ? \"stands\" : \"gone\"', values: { confirmed: stands, cancelled: gone } }",
                                    ""),
                            () -> rule.add("state", "{ constant: confirmed }", "no column is called state or status"));
        }
        softDelete(rule, shape);
    }

    /** Of what waits: by its status, or by when it was done. */
    void queue(Rule rule, Shape shape) {
        Optional<Column> done = shape.time("sent_at|processed_at|finished_at|completed_at|delivered_at|published_at");
        if (shape.status().isPresent() || done.isEmpty()) {
            state(rule, shape, "state", shape.status(), Meanings.QUEUE);
            return;
        }
        rule.add(
                "state",
                "{ expression: '" + done.get().name()
                        + " == null ? \"open\" : \"over\"', values: { waiting: open, done: over } }",
                "no column is called state or status");
    }

    /** Rows that are kept though they count no more. */
    Rule softDelete(Rule rule, Shape shape) {
        shape.time(DELETED)
                .ifPresent(column ->
                        rule.add("when", column.name() + " == null", "rows that are kept though they count no more"));
        return rule;
    }

    private List<String> values(Shape shape, Column column) {
        return listed.of(shape.table().name(), column.name());
    }

    private static String yaml(Map<String, List<String>> meanings) {
        return meanings.entrySet().stream()
                .map(each -> each.getKey() + ": "
                        + (each.getValue().size() == 1
                                ? Rule.quoted(each.getValue().getFirst())
                                : each.getValue().stream()
                                        .map(Rule::quoted)
                                        .collect(Collectors.joining(", ", "[", "]"))))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }
}
