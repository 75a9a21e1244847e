package dev.maitred.ingest.memory;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.Parents;
import dev.maitred.mapping.rule.UnmappableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    /** Of what is the same of many rows, as much as is kept once; what is longer in bytes is of one row. */
    private static final int MOST_SHARED = 100_000;

    private static final int LONGEST_SHARED = 300;

    private final Mapping mapping;

    /** All rows of a venue, for most tables, have the same remembered of them: it is there once. */
    private final Map<Remembered, Shared> shared = new HashMap<>();

    private final Map<TableName, TableMemory> tables = new HashMap<>();

    /** Rows that wait, by the parent that they wait for; both as {@link #key} calls them. */
    private final Map<String, Set<String>> waitingFor = new HashMap<>();

    public RowMemory(Mapping mapping) {
        this.mapping = mapping;
        mapping.tables().forEach(table -> tables.put(table.name(), new TableMemory(table)));
    }

    private record Shared(Remembered row, byte[] encoded) {}

    /** A row that can be mapped again, since its parent is there. */
    public record Arrived(MappedTable table, @Nullable Object[] values) {}

    /** {@link Remembered#NOTHING} when nothing is. */
    public Remembered row(TableName table, String primaryKey) {
        return of(table).rows.getOrDefault(primaryKey, Remembered.NOTHING);
    }

    @Override
    public @Nullable Object @Nullable [] remembered(TableName table, String primaryKey) {
        TableMemory memory = of(table);
        Remembered row = memory.rows.get(memory.aliases.getOrDefault(primaryKey, primaryKey));
        return row == null ? null : row.columns();
    }

    private TableMemory of(TableName table) {
        TableMemory memory = tables.get(table);
        if (memory == null) {
            throw new IllegalArgumentException("Expected a mapped table, found " + table);
        }
        return memory;
    }

    public int size() {
        return tables.values().stream().mapToInt(table -> table.rows.size()).sum();
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
        if (now.isEmpty()) {
            return forget(table.name(), primaryKey);
        }
        TableMemory memory = of(table.name());
        Remembered known = memory.rows.get(primaryKey);
        if (now.equals(known)) {
            return Optional.empty();
        }
        if (known == null && now.equals(memory.before.get(primaryKey))) {
            put(memory, primaryKey, now);
            return Optional.empty();
        }
        Shared shared = shared(now);
        byte[] encoded = shared == null ? now.bytes() : shared.encoded();
        if (encoded.length > Topic.LARGEST_VALUE) {
            throw new UnmappableException("what has to be remembered of the row: expected at most "
                    + Topic.LARGEST_VALUE + " bytes, found " + encoded.length);
        }
        put(memory, primaryKey, now);
        return Optional.of(outgoing(key(table.name(), primaryKey), encoded));
    }

    /** Forgets a row; empty when it was not known. */
    public Optional<Outgoing> forget(TableName table, String primaryKey) {
        return remove(of(table), primaryKey) == null
                ? Optional.empty()
                : Optional.of(outgoing(key(table, primaryKey), null));
    }

    /** The rows that waited for this one. They wait no more; whoever asks maps them again. */
    public List<Arrived> arrived(TableName parent, String primaryKey) {
        if (waitingFor.isEmpty()) {
            return List.of();
        }
        TableMemory memory = of(parent);
        Set<String> keys = new LinkedHashSet<>();
        List<String> names = new ArrayList<>(memory.aliasesOf(memory.rows.get(primaryKey)));
        names.addFirst(primaryKey);
        for (String name : names) {
            Set<String> its = waitingFor.remove(key(parent, name));
            keys.addAll(its == null ? Set.of() : its);
        }
        return keys.stream().flatMap(each -> waitingRow(each).stream()).toList();
    }

    private Optional<Arrived> waitingRow(String key) {
        TableMemory memory = of(tableOf(key));
        Remembered row = memory.rows.get(primaryKeyOf(key));
        Remembered.Waiting waiting = row == null ? null : row.waiting();
        return waiting == null ? Optional.empty() : Optional.of(new Arrived(memory.table, waiting.values()));
    }

    /** What is remembered of all rows of a table now, by their primary keys. */
    public Map<String, Remembered> rows(TableName table) {
        return Map.copyOf(of(table).rows);
    }

    /** These tables are read anew: what is not remembered again of their rows is forgotten when each has been read. */
    public void beginAnew(Set<TableName> anew) {
        anew.forEach(table -> {
            TableMemory memory = of(table);
            memory.before.putAll(memory.rows);
            List.copyOf(memory.rows.keySet()).forEach(primaryKey -> remove(memory, primaryKey));
        });
    }

    /** A table has been read whole. */
    public void endAnew(TableName table, Consumer<Outgoing> out) {
        TableMemory memory = of(table);
        memory.before.keySet().stream()
                .filter(primaryKey -> !memory.rows.containsKey(primaryKey))
                .forEach(primaryKey -> out.accept(outgoing(key(table, primaryKey), null)));
        memory.before.clear();
    }

    /** Takes a record of the memory's topic, in its order; other sources' and tables that are not mapped are passed over. */
    void load(String topicKey, byte @Nullable [] value) {
        String prefix = mapping.source() + "/";
        if (!topicKey.startsWith(prefix)) {
            return;
        }
        String key = topicKey.substring(prefix.length());
        TableMemory memory = tables.get(tableOf(key));
        if (memory == null) {
            return;
        }
        if (value == null) {
            remove(memory, primaryKeyOf(key));
        } else {
            put(memory, primaryKeyOf(key), parsed(memory, value));
        }
    }

    /** All of the topic has been taken. */
    void loaded() {
        tables.values().forEach(TableMemory::loaded);
    }

    /** What is the same of many rows is the same in bytes too. */
    private static Remembered parsed(TableMemory memory, byte[] value) {
        if (value.length > LONGEST_SHARED) {
            return Remembered.of(memory.table, value);
        }
        ByteBuffer bytes = ByteBuffer.wrap(value);
        Remembered known = memory.parsed.get(bytes);
        if (known == null) {
            known = Remembered.of(memory.table, value);
            if (memory.parsed.size() < MOST_SHARED) {
                memory.parsed.put(bytes, known);
            }
        }
        return known;
    }

    /** Null when it is of one row alone. */
    private @Nullable Shared shared(Remembered row) {
        if (!row.isOfManyRows()) {
            return null;
        }
        Shared known = shared.get(row);
        if (known == null && shared.size() < MOST_SHARED) {
            known = new Shared(row, row.bytes());
            shared.put(row, known);
        }
        return known;
    }

    private void put(TableMemory memory, String primaryKey, Remembered row) {
        Shared shared = shared(row);
        Remembered old = memory.put(primaryKey, shared == null ? row : shared.row());
        if (old != null && old.waiting() != null || row.waiting() != null) {
            String key = key(memory.table.name(), primaryKey);
            waitsNoMore(key, old);
            if (row.waiting() != null) {
                row.waiting()
                        .parents()
                        .forEach(parent -> waitingFor
                                .computeIfAbsent(parent, any -> new LinkedHashSet<>())
                                .add(key));
            }
        }
    }

    private @Nullable Remembered remove(TableMemory memory, String primaryKey) {
        Remembered old = memory.remove(primaryKey);
        if (old != null && old.waiting() != null) {
            waitsNoMore(key(memory.table.name(), primaryKey), old);
        }
        return old;
    }

    private void waitsNoMore(String key, @Nullable Remembered old) {
        if (old != null && old.waiting() != null) {
            for (String parent : old.waiting().parents()) {
                waitingFor.computeIfPresent(parent, (any, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
            }
        }
    }

    private Outgoing outgoing(String row, byte @Nullable [] value) {
        byte[] key = (mapping.source() + "/" + row).getBytes(StandardCharsets.UTF_8);
        return new Outgoing(Topics.INGEST_ROWS.name(), Topics.partitionOf(key), key, value, null);
    }

    private static TableName tableOf(String key) {
        return TableName.parse(key.substring(0, key.indexOf('/')));
    }

    private static String primaryKeyOf(String key) {
        return key.substring(key.indexOf('/') + 1);
    }

    /** How a row is called here: {@code schema.table/key}. */
    public static String key(TableName table, String primaryKey) {
        return table + "/" + primaryKey;
    }

    /** What is remembered of one table's rows, by their primary keys. */
    private static final class TableMemory {

        private final MappedTable table;
        private final Map<String, Remembered> rows = new HashMap<>();

        /** While the table is read anew, what was remembered before it. */
        private final Map<String, Remembered> before = new HashMap<>();

        /** While the topic is read, what its values say. */
        private final Map<ByteBuffer, Remembered> parsed = new HashMap<>();

        /** Primary keys by the other unique keys that rows are looked up by. */
        private final Map<String, String> aliases = new HashMap<>();

        TableMemory(MappedTable table) {
            this.table = table;
        }

        @Nullable
        Remembered put(String primaryKey, Remembered row) {
            Remembered old = rows.put(primaryKey, row);
            forgetAliases(primaryKey, old);
            aliasesOf(row).forEach(alias -> aliases.put(alias, primaryKey));
            return old;
        }

        @Nullable
        Remembered remove(String primaryKey) {
            Remembered old = rows.remove(primaryKey);
            forgetAliases(primaryKey, old);
            return old;
        }

        /** Another row may have it by now. */
        private void forgetAliases(String primaryKey, @Nullable Remembered row) {
            aliasesOf(row).forEach(alias -> aliases.remove(alias, primaryKey));
        }

        /** The topic tells each row's story in order, and those of two rows that had the same unique key in any. */
        void loaded() {
            parsed.clear();
            aliases.clear();
            rows.forEach((primaryKey, row) -> aliasesOf(row).forEach(alias -> aliases.put(alias, primaryKey)));
        }

        List<String> aliasesOf(@Nullable Remembered row) {
            return row == null || row.columns().length == 0
                    ? List.of()
                    : table.layout().aliases(row.columns());
        }
    }
}
