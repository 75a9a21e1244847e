package dev.maitred.ingest.memory;

import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.rule.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of one row.
 *
 * @param owners by rule, of the rules that cannot tell it from the primary key
 * @param columns those that are looked up
 * @param outOfLine values that PostgreSQL may leave out of an update that does not touch them, by column
 * @param waiting null unless the row waits for a parent
 */
public record Remembered(
        Map<String, String> owners,
        @Nullable Object[] columns,
        Map<String, String> outOfLine,
        @Nullable Waiting waiting) {

    public static final Remembered NOTHING = new Remembered(Map.of(), new Object[0], Map.of(), null);

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * A row that came before a parent that it needs.
     *
     * @param parents as {@code schema.table/key}
     * @param values the whole row, in the order of its table's layout
     */
    public record Waiting(List<String> parents, @Nullable Object[] values) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Waiting that && parents.equals(that.parents) && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return parents.hashCode();
        }
    }

    /** Maps of one entry or none, for most rows: there is one of this for each row of the source, and tables for hashing are large. */
    public Remembered {
        owners = Map.copyOf(owners);
        outOfLine = Map.copyOf(outOfLine);
    }

    /** What it says of the row under another primary key, where nothing stands yet. */
    public Remembered elsewhere() {
        return new Remembered(Map.of(), columns, outOfLine, null);
    }

    /** Whether there is anything to remember. */
    boolean isEmpty() {
        return owners.isEmpty() && columns.length == 0 && outOfLine.isEmpty() && waiting == null;
    }

    /** Whether it says nothing but whose the row is. */
    boolean isOfManyRows() {
        return columns.length == 0 && outOfLine.isEmpty() && waiting == null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Remembered that
                && owners.equals(that.owners)
                && Arrays.equals(columns, that.columns)
                && outOfLine.equals(that.outOfLine)
                && Objects.equals(waiting, that.waiting);
    }

    @Override
    public int hashCode() {
        return owners.hashCode() * 31 + Arrays.hashCode(columns);
    }

    byte[] bytes() {
        ObjectNode node = JSON.createObjectNode();
        ObjectNode its = node.putObject("owners");
        owners.forEach(its::put);
        texts(node.putArray("columns"), columns);
        if (!outOfLine.isEmpty()) {
            ObjectNode stored = node.putObject("outOfLine");
            outOfLine.forEach(stored::put);
        }
        if (waiting != null) {
            ArrayNode parents = node.putArray("waitsFor");
            waiting.parents().forEach(parents::add);
            texts(node.putArray("row"), waiting.values());
        }
        return JSON.writeValueAsBytes(node);
    }

    private static void texts(ArrayNode to, @Nullable Object[] values) {
        for (Object value : values) {
            to.add(value == null ? null : ColumnType.text(value));
        }
    }

    static Remembered of(MappedTable table, byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        Map<String, String> owners = new HashMap<>();
        List<String> rules = table.rules().stream().map(Rule::name).toList();
        node.path("owners").properties().forEach(owner -> {
            if (rules.contains(owner.getKey())) {
                owners.put(owner.getKey(), owner.getValue().stringValue());
            }
        });
        Map<String, String> outOfLine = new HashMap<>();
        node.path("outOfLine")
                .properties()
                .forEach(each -> outOfLine.put(each.getKey(), each.getValue().stringValue()));
        return new Remembered(
                Map.copyOf(owners),
                values(node.path("columns"), table.layout().remembered()),
                Map.copyOf(outOfLine),
                node.has("row") ? waiting(node, table) : null);
    }

    private static Waiting waiting(JsonNode node, MappedTable table) {
        List<String> parents = new ArrayList<>();
        node.path("waitsFor").forEach(parent -> parents.add(parent.stringValue()));
        return new Waiting(
                List.copyOf(parents), values(node.path("row"), table.layout().columns()));
    }

    private static @Nullable Object[] values(JsonNode texts, List<Column> columns) {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = texts.path(i);
            values[i] = value.isString() ? columns.get(i).type().parse(value.stringValue()) : null;
        }
        return values;
    }
}
