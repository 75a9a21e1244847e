package dev.maitred.ingest.memory;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.Parents;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.rule.UnmappableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of rows: whose a row is (a deleted row says only its primary key), and the columns that other tables look up.
 *
 * <p>It is written to a compacted topic in the same Kafka transaction as the changes, so after a restart it stands exactly at the
 * stored offset. Used by capture's thread alone.
 */
public final class RowMemory implements Parents {

    private static final JsonMapper JSON = new JsonMapper();

    private final Mapping mapping;
    private final Map<String, Remembered> rows = new HashMap<>();

    /** While a snapshot is read, what was remembered before it. */
    private final Map<String, Remembered> before = new HashMap<>();

    public RowMemory(Mapping mapping) {
        this.mapping = mapping;
    }

    /**
     * @param owners by rule, of the rules that cannot tell it from the primary key
     * @param columns those that are looked up
     */
    public record Remembered(
            Map<String, String> owners, @Nullable Object[] columns) {}

    /** Whether a table has anything to be remembered. */
    public static boolean remembers(MappedTable table) {
        return table.layout().isLookedUp() || table.rules().stream().anyMatch(rule -> !rule.ownerInPrimaryKey());
    }

    public Optional<Remembered> row(TableName table, String primaryKey) {
        return Optional.ofNullable(rows.get(key(table, primaryKey)));
    }

    @Override
    public @Nullable Object @Nullable [] remembered(TableName table, String primaryKey) {
        Remembered row = rows.get(key(table, primaryKey));
        return row == null ? null : row.columns();
    }

    public int size() {
        return rows.size();
    }

    /**
     * Remembers a row; empty when nothing is new.
     *
     * @throws UnmappableException when it is too large to be remembered
     */
    public Optional<Outgoing> remember(
            MappedTable table, String primaryKey, Map<String, String> owners, @Nullable Object[] columns) {
        Remembered now = new Remembered(owners, columns);
        String key = key(table.name(), primaryKey);
        Remembered known = rows.getOrDefault(key, before.get(key));
        if (known != null && known.owners().equals(owners) && Arrays.equals(known.columns(), columns)) {
            rows.put(key, known);
            return Optional.empty();
        }
        byte[] encoded = encode(now);
        if (encoded.length > Topic.LARGEST_VALUE) {
            throw new UnmappableException("the columns that other tables look up: expected at most "
                    + Topic.LARGEST_VALUE + " bytes, found " + encoded.length);
        }
        rows.put(key, now);
        return Optional.of(outgoing(key, encoded));
    }

    /** Forgets a row; empty when it was not known. */
    public Optional<Outgoing> forget(TableName table, String primaryKey) {
        String key = key(table, primaryKey);
        return rows.remove(key) == null ? Optional.empty() : Optional.of(outgoing(key, null));
    }

    /** What is remembered of all rows of a table, by their primary keys. */
    public Map<String, Remembered> rows(TableName table) {
        String prefix = key(table, "");
        Map<String, Remembered> its = new HashMap<>();
        rows.forEach((key, row) -> {
            if (key.startsWith(prefix)) {
                its.put(key.substring(prefix.length()), row);
            }
        });
        return its;
    }

    /** A snapshot begins: what it does not remember again is forgotten when it ends. */
    public void beginAnew() {
        before.putAll(rows);
        rows.clear();
    }

    /** The snapshot has ended. */
    public void endAnew(Consumer<Outgoing> out) {
        before.keySet().stream().filter(key -> !rows.containsKey(key)).forEach(key -> out.accept(outgoing(key, null)));
        before.clear();
    }

    /** Takes a record of the memory's topic, in its order; other sources' are passed over. */
    void load(String topicKey, byte @Nullable [] value) {
        String prefix = mapping.source() + "/";
        if (!topicKey.startsWith(prefix)) {
            return;
        }
        String key = topicKey.substring(prefix.length());
        if (value == null) {
            rows.remove(key);
            return;
        }
        TableName table = TableName.parse(key.substring(0, key.indexOf('/')));
        mapping.table(table).ifPresent(mapped -> rows.put(key, decode(mapped, value)));
    }

    private Outgoing outgoing(String row, byte @Nullable [] value) {
        String key = mapping.source() + "/" + row;
        return new Outgoing(
                Topics.INGEST_ROWS.name(), Topics.partitionOf(key), key.getBytes(StandardCharsets.UTF_8), value, null);
    }

    private static String key(TableName table, String primaryKey) {
        return table + "/" + primaryKey;
    }

    private static byte[] encode(Remembered row) {
        ObjectNode node = JSON.createObjectNode();
        ObjectNode owners = node.putObject("owners");
        row.owners().forEach(owners::put);
        ArrayNode columns = node.putArray("columns");
        for (Object value : row.columns()) {
            columns.add(value == null ? null : ColumnType.text(value));
        }
        return JSON.writeValueAsBytes(node);
    }

    private static Remembered decode(MappedTable table, byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        Map<String, String> owners = new HashMap<>();
        List<String> rules = table.rules().stream().map(Rule::name).toList();
        node.path("owners").properties().forEach(owner -> {
            if (rules.contains(owner.getKey())) {
                owners.put(owner.getKey(), owner.getValue().stringValue());
            }
        });
        List<Column> columns = table.layout().remembered();
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            JsonNode value = node.path("columns").path(i);
            values.add(
                    value.isString() ? columns.get(i).type().parse(Objects.requireNonNull(value.stringValue())) : null);
        }
        return new Remembered(Map.copyOf(owners), values.toArray());
    }
}
