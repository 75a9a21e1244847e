package dev.maitred.ops.reconcile;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.OpsSettings.TruthFile;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.ops.pause.PausedSources;
import dev.maitred.ops.problems.Problem;
import dev.maitred.ops.reconcile.Reconciliation.Difference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compares a source's boards with its database at one LSN. A temporary replication slot gives the snapshot and its LSN; the boards are
 * taken in their last version not after it; expiries are judged at the clock of that version.
 */
public final class Reconciler {

    private static final int ATTEMPTS = 3;
    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(10);
    private static final Duration BOARDS_PATIENCE = Duration.ofSeconds(20);

    private static final Duration WORTH_ASKING_AGAIN = Duration.ofSeconds(5);

    private final BoardReplica replica;
    private final Watermarks watermarks;
    private final PausedSources paused;

    /** Gives a source by the mapping that is in force at this moment. */
    private final UnaryOperator<SourceSettings> inForce;

    /** Sources that are compared now. Each takes a replication slot, a WAL sender and two connections of a database that has few. */
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    /** @param inForce gives a source by the mapping that is in force at this moment */
    public Reconciler(
            BoardReplica replica, Watermarks watermarks, PausedSources paused, UnaryOperator<SourceSettings> inForce) {
        this.replica = replica;
        this.watermarks = watermarks;
        this.paused = paused;
        this.inForce = inForce;
    }

    /**
     * @throws Problem 429 while this source is compared already; 409 when it is paused, or when the database or the truth is not what is expected; 503 when the
     *     database or the boards did not come in time
     */
    public Reconciliation run(SourceSettings source) throws InterruptedException {
        if (!running.add(source.name())) {
            throw Problem.tooMany(
                    "The source " + source.name()
                            + " is being compared with its boards already, and one comparison at a "
                            + "time is what its database is asked for. Ask again when that one has answered.",
                    WORTH_ASKING_AGAIN);
        }
        try {
            return compare(source);
        } finally {
            running.remove(source.name());
        }
    }

    private Reconciliation compare(SourceSettings source) throws InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            SourceSettings now = inForce.apply(source);
            Optional<Reconciliation> found = attempt(now);
            // Where another mapping came into force meanwhile, nobody can say by which of the two the boards were made.
            if (found.isPresent() && inForce.apply(source).equals(now)) {
                return found.get();
            }
        }
        throw Problem.unavailable("The boards of " + source.name()
                + " began anew or were switched to another mapping while they were compared, " + ATTEMPTS
                + " times: nobody can say what they were at one LSN. Ask again in a moment.");
    }

    /** Empty when the boards began anew meanwhile. */
    private Optional<Reconciliation> attempt(SourceSettings source) throws InterruptedException {
        long begun = System.nanoTime();
        SourceDatabase database =
                new SourceDatabase(source.host(), source.port(), source.database(), source.user(), source.password());
        paused.requireGoing(source.name());
        requireAnswering(source.name());
        Mapping mapping = mapping(source, database);
        try (Recorder recorder = new Recorder(replica, watermarks, source.name());
                ConsistentRead read = ConsistentRead.open(database, SLOT_PATIENCE)) {
            awaitBoards(source.name(), read.lsn());
            DatabaseBoards folded = DatabaseBoards.read(mapping, read);
            TruthFile file = source.truth();
            @Nullable Truth truth = file == null ? null : new Truth(source.name(), file, read.connection());
            List<Difference> differences = new ArrayList<>();
            int boards = 0;
            int truths = 0;
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                Optional<Recorder.Stand> stand = recorder.at(partition, read.lsn());
                if (stand.isEmpty()) {
                    return Optional.empty();
                }
                boards += folded.compare(partition, stand.get(), differences);
                truths += truth == null ? 0 : truth.compare(partition, stand.get(), differences);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return Optional.of(new Reconciliation(
                    source.name(),
                    read.lsn().toString(),
                    boards,
                    truths,
                    folded.rows(),
                    folded.unmapped(),
                    folded.examples(),
                    seconds,
                    differences));
        } catch (SQLException e) {
            throw unreadable(source, e);
        }
    }

    private static Problem unreadable(SourceSettings source, SQLException failure) {
        return Problem.unavailable(
                "The source " + source.name() + " could not be read at one LSN: " + SourceDatabase.explain(failure));
    }

    private static Mapping mapping(SourceSettings source, SourceDatabase database) {
        try (Connection catalogue = database.connect()) {
            TruthFile truth = source.truth();
            if (truth != null) {
                TruthColumns.require(source.name(), truth, catalogue);
            }
            return Mapping.compile(source.mapping(), PostgresCatalogue.read(catalogue), source.salt());
        } catch (MappingException e) {
            // A conflict and not "unavailable": asking again does not help.
            throw Problem.conflict("The database of " + source.name()
                    + " is no longer what its mapping expects, so nothing was compared. Mend the mapping or the database, "
                    + "then start the platform again. " + e.getMessage());
        } catch (SQLException e) {
            throw unreadable(source, e);
        }
    }

    private void requireAnswering(String source) {
        if (watermarks.answering(source) < Topics.PARTITIONS) {
            throw Problem.unavailable("Only " + watermarks.answering(source) + " of " + Topics.PARTITIONS
                    + " partitions of " + source + " answer yet. Ask again when all do.");
        }
    }

    private void awaitBoards(String source, Lsn lsn) throws InterruptedException {
        long deadline = System.nanoTime() + BOARDS_PATIENCE.toNanos();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            AsOf reached = watermarks.await(
                    source, partition, lsn, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            if (reached.lsn().isBefore(lsn)) {
                paused.requireGoing(source);
                throw Problem.unavailable("Partition " + partition + " of " + source + " stands at " + reached.lsn()
                        + " and did not reach " + lsn + " within " + BOARDS_PATIENCE.toSeconds() + " s");
            }
        }
    }
}
