package dev.maitred.ingest.resync;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.ingest.memory.StandingRows;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.mapping.source.TableRows;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The part of a resync that takes long, on a thread of its own: it reads the rows of a scope at one LSN, and then, once those are
 * written, which others stand in the log. Whoever follows the stream takes what it found in portions, between transactions.
 */
final class Reading implements Runnable {

    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(30);

    /** Rows that wait to be taken; the snapshot stays open for as long as they do. */
    private static final int MOST_WAITING = 10_000;

    /** What is found, in this order: {@link At}, rows, {@link AllRead}, keys that stand, {@link Over}. */
    sealed interface Found {}

    record At(Lsn lsn) implements Found {}

    record Row(MappedTable table, @Nullable Object[] values) implements Found {}

    /** A row that is there and cannot be read: it stays as it was. */
    record Unreadable(MappedTable table, String primaryKey) implements Found {}

    record AllRead() implements Found {}

    record Standing(ChangeKey key) implements Found {}

    /** @param failure null: all was found */
    record Over(@Nullable String failure) implements Found {}

    private final Scope scope;
    private final Mapping mapping;
    private final SourceDatabase database;
    private final StandingRows logs;
    private final Runnable hurry;
    private final BlockingQueue<Found> found = new ArrayBlockingQueue<>(MOST_WAITING);
    private final BlockingQueue<Position> written = new SynchronousQueue<>();

    /** @param hurry called when there is something new to take */
    Reading(Scope scope, Mapping mapping, SourceDatabase database, StandingRows logs, Runnable hurry) {
        this.scope = scope;
        this.mapping = mapping;
        this.database = database;
        this.logs = logs;
        this.hurry = hurry;
    }

    /** The next of what was found; null when nothing waits. */
    @Nullable
    Found next() {
        return found.poll();
    }

    /** All rows are in the log, at this position: those of the scope that stand there before it may be gone. */
    boolean isWritten(Position position) {
        return written.offer(position);
    }

    @Override
    public void run() {
        try {
            read();
            found.put(new AllRead());
            hurry.run();
            Position position = written.take();
            Set<String> rules = scope.tables(mapping).stream()
                    .flatMap(table -> table.rules().stream())
                    .filter(rule -> !rule.keepsDeleted())
                    .map(Rule::name)
                    .collect(Collectors.toSet());
            logs.before(key -> isInScope(key, rules) ? position : null, key -> found.put(new Standing(key)));
            found.put(new Over(null));
            hurry.run();
        } catch (SQLException e) {
            end(SourceDatabase.explain(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            end(e.toString());
        }
    }

    private boolean isInScope(ChangeKey key, Set<String> rules) {
        return rules.contains(key.rule())
                && (scope.venue() == null || key.owner().equals(scope.venue()));
    }

    private void read() throws SQLException, InterruptedException {
        try (ConsistentRead read = ConsistentRead.open(database, SLOT_PATIENCE)) {
            found.put(new At(read.lsn()));
            hurry.run();
            for (MappedTable table : scope.tables(mapping)) {
                TableRows.<InterruptedException>read(read.connection(), table, new TableRows.Visitor<>() {
                    @Override
                    public void row(@Nullable Object[] values) throws InterruptedException {
                        found.put(new Row(table, values));
                    }

                    @Override
                    public void unreadable(String primaryKey, String reason) throws InterruptedException {
                        found.put(new Unreadable(table, primaryKey));
                    }
                });
            }
        }
    }

    private void end(String failure) {
        try {
            found.put(new Over(failure));
            hurry.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
