package dev.maitred.ingest.memory;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.Parents;
import dev.maitred.mapping.rule.UnmappableException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of rows: whose a row is (a deleted row says only its primary key), the columns that other tables look up, values
 * that an update may leave out, and rows that wait for a parent.
 *
 * <p>It is written to a compacted topic in the same Kafka transaction as the changes, so after a restart it stands exactly at the
 * stored offset. Used by capture's thread alone.
 */
public final class RowMemory implements Parents {

    private final Mapping mapping;
    private final Map<String, Remembered> rows = new HashMap<>();

    /** While a snapshot is read, what was remembered before it. */
    private final Map<String, Remembered> before = new HashMap<>();

    /** Rows by their other unique keys, where one is looked up by. */
    private final Map<String, String> aliases = new HashMap<>();

    /** Rows that wait, by the parent that they wait for. */
    private final Map<String, Set<String>> waitingFor = new HashMap<>();

    public RowMemory(Mapping mapping) {
        this.mapping = mapping;
    }

    /** A row that can be mapped again, since its parent is there. */
    public record Arrived(MappedTable table, @Nullable Object[] values) {}

    public Optional<Remembered> row(TableName table, String primaryKey) {
        return Optional.ofNullable(rows.get(key(table, primaryKey)));
    }

    @Override
    public @Nullable Object @Nullable [] remembered(TableName table, String primaryKey) {
        String key = key(table, primaryKey);
        Remembered row = rows.get(aliases.getOrDefault(key, key));
        return row == null ? null : row.columns();
    }

    public int size() {
        return rows.size();
    }

    /** How many rows wait for a parent. */
    public int waiting() {
        return waitingFor.values().stream().mapToInt(Set::size).sum();
    }

    /**
     * Remembers a row; empty when nothing is new.
     *
     * @throws UnmappableException when it is too large to be remembered
     */
    public Optional<Outgoing> remember(MappedTable table, String primaryKey, Remembered now) {
        String key = key(table.name(), primaryKey);
        if (now.isEmpty()) {
            return forget(table.name(), primaryKey);
        }
        if (now.equals(rows.containsKey(key) ? rows.get(key) : before.get(key))) {
            put(key, now);
            return Optional.empty();
        }
        byte[] encoded = now.bytes();
        if (encoded.length > Topic.LARGEST_VALUE) {
            throw new UnmappableException("what has to be remembered of the row: expected at most "
                    + Topic.LARGEST_VALUE + " bytes, found " + encoded.length);
        }
        put(key, now);
        return Optional.of(outgoing(key, encoded));
    }

    /** Forgets a row; empty when it was not known. */
    public Optional<Outgoing> forget(TableName table, String primaryKey) {
        String key = key(table, primaryKey);
        return remove(key) == null ? Optional.empty() : Optional.of(outgoing(key, null));
    }

    /** The rows that waited for this one. They wait no more; whoever asks maps them again. */
    public List<Arrived> arrived(TableName parent, String primaryKey) {
        String key = key(parent, primaryKey);
        Set<String> keys = new LinkedHashSet<>();
        keys.addAll(waitingFor.getOrDefault(key, Set.of()));
        waitingFor.remove(key);
        for (String alias : aliasesOf(key, rows.get(key))) {
            keys.addAll(waitingFor.getOrDefault(alias, Set.of()));
            waitingFor.remove(alias);
        }
        return keys.stream().flatMap(each -> waitingRow(each).stream()).toList();
    }

    private Optional<Arrived> waitingRow(String key) {
        Remembered row = rows.get(key);
        Remembered.Waiting waiting = row == null ? null : row.waiting();
        return waiting == null
                ? Optional.empty()
                : mapping.table(tableOf(key)).map(table -> new Arrived(table, waiting.values()));
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

    /** These tables are read anew: what is not remembered again of their rows is forgotten when each has been read. */
    public void beginAnew(Set<TableName> tables) {
        Map<String, Remembered> kept = new HashMap<>();
        rows.forEach((key, row) -> (tables.contains(tableOf(key)) ? before : kept).put(key, row));
        rows.clear();
        aliases.clear();
        waitingFor.clear();
        kept.forEach(this::put);
    }

    /** A table has been read whole. */
    public void endAnew(TableName table, Consumer<Outgoing> out) {
        before.keySet().removeIf(key -> {
            boolean its = tableOf(key).equals(table);
            if (its && !rows.containsKey(key)) {
                out.accept(outgoing(key, null));
            }
            return its;
        });
    }

    /** Takes a record of the memory's topic, in its order; other sources' are passed over. */
    void load(String topicKey, byte @Nullable [] value) {
        String prefix = mapping.source() + "/";
        if (!topicKey.startsWith(prefix)) {
            return;
        }
        String key = topicKey.substring(prefix.length());
        if (value == null) {
            remove(key);
            return;
        }
        mapping.table(tableOf(key)).ifPresent(table -> put(key, Remembered.of(table, value)));
    }

    private void put(String key, Remembered row) {
        Remembered old = rows.put(key, row);
        aliasesOf(key, old).forEach(aliases::remove);
        aliasesOf(key, row).forEach(alias -> aliases.put(alias, key));
        if (old != null && old.waiting() != null) {
            waitsNoMore(key, old.waiting());
        }
        if (row.waiting() != null) {
            row.waiting()
                    .parents()
                    .forEach(parent -> waitingFor
                            .computeIfAbsent(parent, any -> new LinkedHashSet<>())
                            .add(key));
        }
    }

    private @Nullable Remembered remove(String key) {
        Remembered old = rows.remove(key);
        aliasesOf(key, old).forEach(aliases::remove);
        if (old != null && old.waiting() != null) {
            waitsNoMore(key, old.waiting());
        }
        return old;
    }

    /** The unique keys, besides the primary one, by which other tables look a row up. */
    private List<String> aliasesOf(String key, @Nullable Remembered row) {
        if (row == null || row.columns().length == 0) {
            return List.of();
        }
        TableName table = tableOf(key);
        return mapping.table(table)
                .map(mapped -> mapped.layout().aliases(row.columns()).stream()
                        .map(alias -> key(table, alias))
                        .toList())
                .orElse(List.of());
    }

    private void waitsNoMore(String key, Remembered.Waiting waiting) {
        for (String parent : waiting.parents()) {
            waitingFor.computeIfPresent(parent, (any, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
        }
    }

    private Outgoing outgoing(String row, byte @Nullable [] value) {
        String key = mapping.source() + "/" + row;
        return new Outgoing(
                Topics.INGEST_ROWS.name(), Topics.partitionOf(key), key.getBytes(StandardCharsets.UTF_8), value, null);
    }

    private static TableName tableOf(String key) {
        return TableName.parse(key.substring(0, key.indexOf('/')));
    }

    /** How a row is called here: {@code schema.table/key}. */
    public static String key(TableName table, String primaryKey) {
        return table + "/" + primaryKey;
    }
}
