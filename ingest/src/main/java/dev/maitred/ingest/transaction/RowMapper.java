package dev.maitred.ingest.transaction;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureEvent.Operation;
import dev.maitred.ingest.memory.OutOfLine;
import dev.maitred.ingest.memory.Remembered;
import dev.maitred.ingest.memory.RowMemory;
import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.OrphanException;
import dev.maitred.mapping.rule.RowContext;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.rule.UnmappableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** What a captured row becomes: changes under its rules' keys, tombstones under keys that it leaves, and what is remembered of it. */
public final class RowMapper {

    private static final Logger LOG = LoggerFactory.getLogger(RowMapper.class);

    private static final JsonMapper JSON = new JsonMapper();

    private final String source;
    private final RowMemory memory;
    private final IngestCounters counters;
    private final DeadLetterKinds kinds = new DeadLetterKinds();

    /** While a snapshot is not whole, where each table was read. */
    private Map<TableName, Lsn> readAt = Map.of();

    /** What was remembered of the row that has just left its primary key; null: the last event was another. */
    private @Nullable Remembered left;

    public RowMapper(String source, RowMemory memory, IngestCounters counters) {
        this.source = source;
        this.memory = memory;
        this.counters = counters;
    }

    /** What has to be read of the database because of a row. */
    public enum ToRead {
        NOTHING,
        /** Those who look it up: what they look up of it is not what it was. */
        CHILDREN,
        /** The row: not all of it was sent. */
        ITSELF
    }

    public ToRead map(CaptureEvent.Row row, Position position, Consumer<Outgoing> out) {
        MappedTable table = row.table();
        String primaryKey = table.layout().primaryKey(row.values());
        Remembered before = memory.row(table.name(), primaryKey);
        Remembered elsewhere = left;
        left = null;
        if (row.operation() == Operation.DELETE || row.operation() == Operation.LEAVE) {
            delete(row, primaryKey, before.owners(), position, out);
            left = row.operation() == Operation.LEAVE ? before : null;
            return ToRead.NOTHING;
        }
        if (elsewhere != null) {
            before = elsewhere.elsewhere();
        }
        try {
            Remembered now = upsert(row, primaryKey, before, position, out);
            memory.remember(table, primaryKey, now).ifPresent(out);
        } catch (OutOfLine.NotRememberedException e) {
            deadLetter(table, primaryKey, String.valueOf(e.getMessage()), position, out);
            return ToRead.ITSELF;
        } catch (UnmappableException e) {
            deadLetter(table, primaryKey, String.valueOf(e.getMessage()), position, out);
        }
        if (table.layout().isLookedUp()) {
            memory.arrived(table.name(), primaryKey)
                    .forEach(child -> map(
                            new CaptureEvent.Row(
                                    Operation.INSERT,
                                    child.table(),
                                    child.values(),
                                    row.previousEnd(),
                                    row.committedAtMicros()),
                            ofChild(child.table(), row, position),
                            out));
        }
        boolean changed = table.layout().isLookedUp()
                && (row.operation() == Operation.UPDATE
                        || elsewhere != null
                        // Behind a snapshot a parent may be replaced by another one before its children were read.
                        || row.operation() == Operation.INSERT && !readAt.isEmpty())
                && !Arrays.equals(before.columns(), table.layout().rememberedOf(row.values()));
        return changed ? ToRead.CHILDREN : ToRead.NOTHING;
    }

    /**
     * Where a row stands that waited for this one. Behind a snapshot, parent and child may have been read at two LSNs: it stands no earlier
     * than it was read, and where the parent is read after it, as it was read, for what has changed it since comes later in the log.
     */
    private Position ofChild(MappedTable child, CaptureEvent.Row parent, Position position) {
        Lsn read = readAt.get(child.name());
        if (read == null) {
            return position;
        }
        Position asRead = new Position(position.incarnation(), read, 0);
        return parent.operation() == Operation.READ || asRead.isAfter(position) ? asRead : position;
    }

    /** Whether any of its rules makes the row one of this venue's. */
    boolean belongsTo(CaptureEvent.Row row, String venue) {
        for (Rule rule : row.table().rules()) {
            try {
                if (rule.apply(new RowContext(row.values(), memory)).owner().equals(venue)) {
                    return true;
                }
            } catch (OrphanException | UnmappableException e) {
                // What cannot be mapped is nobody's.
                continue;
            }
        }
        return false;
    }

    /** @return what is to be remembered of the row */
    private Remembered upsert(
            CaptureEvent.Row row, String primaryKey, Remembered before, Position position, Consumer<Outgoing> out) {
        MappedTable table = row.table();
        Map<String, String> outOfLine = OutOfLine.complete(table, row.values(), before.outOfLine());
        Map<String, String> owners = new HashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (Rule rule : table.rules()) {
            String ownerBefore = before.owners().get(rule.name());
            try {
                String owner = upsert(row, rule, primaryKey, ownerBefore, position, out);
                if (owner != null && !rule.ownerInPrimaryKey()) {
                    owners.put(rule.name(), owner);
                }
            } catch (OrphanException e) {
                missing.add(RowMemory.key(e.parent(), e.parentKey()));
                leave(row, rule, primaryKey, ownerBefore, position, out);
            } catch (UnmappableException e) {
                deadLetter(table, primaryKey, String.valueOf(e.getMessage()), position, out);
                if (ownerBefore != null) {
                    owners.put(rule.name(), ownerBefore);
                }
            }
        }
        return new Remembered(
                owners,
                table.layout().rememberedOf(row.values()),
                outOfLine,
                missing.isEmpty() ? null : new Remembered.Waiting(List.copyOf(missing), row.values()));
    }

    /** @return whose the row is now; null when it stands under no key of this rule */
    private @Nullable String upsert(
            CaptureEvent.Row row,
            Rule rule,
            String primaryKey,
            @Nullable String ownerBefore,
            Position position,
            Consumer<Outgoing> out) {
        Rule.Result result = rule.apply(new RowContext(row.values(), memory));
        byte[] value = encoded(rule, result.change());
        String owner = result.owner();
        if (ownerBefore != null && !ownerBefore.equals(owner)) {
            write(out, rule, ownerBefore, primaryKey, null, position, Reason.MOVE);
        }
        if (value == null) {
            boolean stoodThere = owner.equals(ownerBefore) || rule.ownerInPrimaryKey();
            if (stoodThere && row.operation() == Operation.UPDATE) {
                write(out, rule, owner, primaryKey, null, position, Reason.EXCLUDED);
            }
            return null;
        }
        write(out, rule, owner, primaryKey, value, position, TransactionAssembler.reason(row.operation()));
        return owner;
    }

    /** A row that now waits for a parent says nothing until that is there, not even what it said before. */
    private void leave(
            CaptureEvent.Row row,
            Rule rule,
            String primaryKey,
            @Nullable String ownerBefore,
            Position position,
            Consumer<Outgoing> out) {
        String owner = rule.ownerInPrimaryKey() && row.operation() == Operation.UPDATE
                ? rule.ownerOf(new RowContext(row.values(), memory))
                : ownerBefore;
        if (owner != null) {
            write(out, rule, owner, primaryKey, null, position, Reason.MOVE);
        }
    }

    private void delete(
            CaptureEvent.Row row,
            String primaryKey,
            Map<String, String> before,
            Position position,
            Consumer<Outgoing> out) {
        for (Rule rule : row.table().rules()) {
            if (rule.keepsDeleted() && row.operation() == Operation.DELETE) {
                continue;
            }
            String owner = rule.ownerInPrimaryKey()
                    ? rule.ownerOf(new RowContext(row.values(), memory))
                    : before.get(rule.name());
            if (owner != null) {
                write(out, rule, owner, primaryKey, null, position, TransactionAssembler.reason(row.operation()));
            }
        }
        memory.forget(row.table().name(), primaryKey).ifPresent(out);
    }

    /** Where tables were read, of a snapshot that is not whole yet; none: there is no such snapshot. */
    void readAt(Map<TableName, Lsn> tables) {
        readAt = tables;
    }

    void beginAnew(Set<TableName> tables) {
        memory.beginAnew(tables);
    }

    void endAnew(MappedTable table, Consumer<Outgoing> out) {
        memory.endAnew(table.name(), out);
    }

    /**
     * What a truncated table leaves behind, as far as its rows are remembered.
     *
     * @return the rules whose rows are not
     */
    public Set<String> truncate(MappedTable table, Position position, Consumer<Outgoing> out) {
        Set<String> unknown = new HashSet<>();
        for (Rule rule : table.rules()) {
            if (rule.ownerInPrimaryKey() && !rule.keepsDeleted()) {
                unknown.add(rule.name());
            }
        }
        memory.rows(table.name()).forEach((primaryKey, row) -> {
            for (Rule rule : table.rules()) {
                String owner = row.owners().get(rule.name());
                if (owner != null && !rule.keepsDeleted()) {
                    write(out, rule, owner, primaryKey, null, position, Reason.TRUNCATE);
                }
            }
            memory.forget(table.name(), primaryKey).ifPresent(out);
        });
        return unknown;
    }

    /** That a row is gone, known by its key alone. */
    static void gone(Consumer<Outgoing> out, ChangeKey key, Position position, Reason reason) {
        write(out, key, null, new ChangeHeaders(position, reason, null));
    }

    private static byte @Nullable [] encoded(Rule rule, @Nullable Change change) {
        byte[] value = change == null ? null : ChangeSerde.encode(change);
        if (value != null && value.length > Topic.LARGEST_VALUE) {
            throw new UnmappableException("rule " + rule.name() + ": expected a change of at most "
                    + Topic.LARGEST_VALUE + " bytes, found " + value.length);
        }
        return value;
    }

    private static void write(
            Consumer<Outgoing> out,
            Rule rule,
            String owner,
            String row,
            byte @Nullable [] value,
            Position position,
            Reason reason) {
        write(
                out,
                new ChangeKey(owner, rule.entity(), rule.name(), row),
                value,
                new ChangeHeaders(position, reason, null));
    }

    /** What belongs to no venue is written beside all of them. */
    private static void write(Consumer<Outgoing> out, ChangeKey key, byte @Nullable [] value, ChangeHeaders headers) {
        String topic = Topics.changesOf(key.entity()).name();
        byte[] bytes = key.bytes();
        if (key.isOfNoVenue()) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                out.accept(new Outgoing(topic, partition, bytes, value, headers));
            }
        } else {
            out.accept(new Outgoing(topic, Topics.partitionOf(key.owner()), bytes, value, headers));
        }
    }

    /** The first of each kind, then ever fewer: a broken release can make one of every row, and must not hide another reason. */
    private void log(MappedTable table, String primaryKey, String reason, long number) {
        long ofKind = kinds.next(table.name(), reason);
        if (ofKind > 0) {
            LOG.warn(
                    "Put aside as dead letter {} of {}: {} {}: {} ({} of this kind)",
                    number,
                    source,
                    table.name(),
                    primaryKey,
                    reason,
                    ofKind);
        }
    }

    /** Puts a row aside that cannot be mapped: by its key and the reason, never its values. */
    public void deadLetter(
            MappedTable table, String primaryKey, String reason, Position position, Consumer<Outgoing> out) {
        left = null;
        log(table, primaryKey, reason, counters.deadLetter());
        String key = source + "/" + table.name() + "/" + primaryKey;
        byte[] value = JSON.writeValueAsBytes(JSON.createObjectNode()
                .put("source", source)
                .put("table", table.name().shortName())
                .put("row", primaryKey)
                .put("reason", reason)
                .put("position", position.toString()));
        out.accept(new Outgoing(Topics.DEAD_LETTERS.name(), 0, key.getBytes(StandardCharsets.UTF_8), value, null));
    }
}
