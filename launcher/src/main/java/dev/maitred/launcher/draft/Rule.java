package dev.maitred.launcher.draft;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One entity that a table seems to feed, with the reason of each guess. */
final class Rule {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]*");

    private final Table table;
    private final String entity;
    private final String why;
    private final List<Line> lines = new ArrayList<>();

    /**
     * @param value as YAML
     * @param why empty where the name says it
     */
    record Line(String field, String value, String why) {}

    Rule(Table table, String entity, String why) {
        this.table = table;
        this.entity = entity;
        this.why = why;
    }

    Table table() {
        return table;
    }

    String entity() {
        return entity;
    }

    String why() {
        return why;
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    Rule add(String field, String value, String reason) {
        lines.add(new Line(field, value, reason));
        return this;
    }

    Rule add(String field, Optional<Column> column) {
        column.ifPresent(each -> add(field, quoted(each.name()), ""));
        return this;
    }

    /** Whether a line of it names the column. */
    boolean uses(String column) {
        Pattern word = Pattern.compile("(^|[^A-Za-z0-9_])" + Pattern.quote(column) + "($|[^A-Za-z0-9_])");
        return lines.stream().anyMatch(line -> word.matcher(line.value()).find());
    }

    /** A scalar for YAML: words that YAML reads otherwise are put in quotation marks. */
    static String quoted(String text) {
        return PLAIN.matcher(text).matches() && !text.matches("(?i)y|n|yes|no|on|off|true|false|null")
                ? text
                : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
