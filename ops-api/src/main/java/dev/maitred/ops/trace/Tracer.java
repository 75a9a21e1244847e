package dev.maitred.ops.trace;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.pause.PausedSources;
import dev.maitred.ops.problems.Problem;
import dev.maitred.ops.queues.QueueReplica;
import dev.maitred.ops.trace.KeyScan.Reach;
import dev.maitred.ops.trace.RowNow.State;
import dev.maitred.streams.topology.VenueQuestions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.KafkaException;

/**
 * Follows one row: from the database by way of its mapping, the change log and ingest's notes to the board. For a person who asks: it
 * reads logs that have no index, and all of it is bounded in time.
 */
public final class Tracer {

    /** For the logs to come to where the database was read. */
    private static final Duration LOG_PATIENCE = Duration.ofSeconds(2);

    /** For all that is looked for in Kafka. */
    private static final Duration LOOKS_FOR = Duration.ofSeconds(12);

    private final OpsSettings settings;
    private final Watermarks boards;
    private final QueueReplica queues;
    private final Counting counting;
    private final PausedSources paused;

    public Tracer(
            OpsSettings settings,
            Watermarks boards,
            QueueReplica queues,
            VenueQuestions questions,
            PausedSources paused) {
        this.settings = settings;
        this.boards = boards;
        this.queues = queues;
        this.counting = new Counting(questions, queues);
        this.paused = paused;
    }

    /**
     * @param typed the primary key as a person writes it
     * @throws Problem 400 when it is none of that table, 404 when the table is not mapped, 503 when Kafka does not answer
     */
    Trace trace(SourceSettings source, TableName table, String typed) throws InterruptedException {
        MappedRules mapped = MappedRules.of(source.mapping());
        List<MappedRules.Written> rules = mapped.of(table);
        if (rules.isEmpty()) {
            throw Problem.notFound("The table " + table.shortName() + " of " + source.name()
                    + " is not mapped. Mapped are: " + String.join(", ", mapped.tables()) + ".");
        }
        RowNow now = RowReader.read(source, table, typed);
        List<String> notes = new ArrayList<>();
        Lsn lsn = now.lsn();
        if (lsn != null) {
            awaitLogs(source.name(), rules, lsn);
        }
        long deadline = System.nanoTime() + LOOKS_FOR.toNanos();
        try (KeyScan scan = new KeyScan(settings.kafkaBootstrap())) {
            IngestNotes ingest = IngestNotes.read(scan, source.name(), table, now.key(), deadline);
            String whyNotRead = paused.says(source.name());
            List<Trace.OfRule> told = new ArrayList<>();
            Set<String> answers = new LinkedHashSet<>();
            boolean found = now.state() == State.THERE
                    || !ingest.waitsFor().isEmpty()
                    || !ingest.deadLetters().isEmpty();
            for (MappedRules.Written rule : rules) {
                RowLog log = RowLog.read(scan, source.name(), rule, now.key(), owners(rule, now, ingest), deadline);
                RowLog.Standing newest = log.newest();
                Trace.OfRule its = new Trace.OfRule(
                        rule.name(),
                        rule.entity().text(),
                        Words.now(now, rule),
                        Words.log(log),
                        Comparison.of(now, rule, log, source.name(), whyNotRead),
                        newest == null ? null : counting.of(newest));
                told.add(its);
                found |= newest != null;
                answers.add((rules.size() > 1 ? "As " + rule.name() + ": " : "") + Words.conclusion(now, its, log));
                if (log.reach() == Reach.UNTIL_TIME_WAS_UP) {
                    notes.add("The log " + log.topic().name() + " was not looked through to its beginning within "
                            + LOOKS_FOR.toSeconds() + " s.");
                }
            }
            if (ingest.deadLettersLooked() == Reach.UNTIL_TIME_WAS_UP) {
                notes.add("The dead letters were not looked through to their beginning.");
            }
            Trace.Waiting waiting = Words.waiting(ingest.waitsFor());
            return new Trace(
                    source.name(),
                    table.shortName(),
                    now.key(),
                    found,
                    found ? String.join(" ", answers) : nothing(now, table, notes),
                    Words.database(now, table.shortName()),
                    waiting,
                    told,
                    ingest.deadLetters(),
                    List.copyOf(new LinkedHashSet<>(notes)));
        } catch (KafkaException e) {
            throw Problem.unavailable("Kafka did not answer while the logs were looked through: " + e.getMessage()
                    + ". Ask again when GET /api/v1/pipeline says that it does.");
        }
    }

    private static String nothing(RowNow now, TableName table, List<String> notes) {
        return "Nothing is known of a row " + now.key() + " of " + table.shortName()
                + (notes.isEmpty() && now.state() == State.ABSENT
                        ? ": it is not in the database, not in the log, and was not put aside."
                        : ", as far as was looked.");
    }

    private static Set<String> owners(MappedRules.Written rule, RowNow now, IngestNotes ingest) {
        Set<String> owners = new HashSet<>(ingest.owners().getOrDefault(rule.name(), Set.of()));
        String read = now.owners().get(rule.name());
        if (read != null) {
            owners.add(read);
        }
        return owners;
    }

    /** So that what is not in the logs then is not on its way either, where they come in time. */
    private void awaitLogs(String source, List<MappedRules.Written> rules, Lsn lsn) throws InterruptedException {
        if (boards.answering(source) > 0) {
            boards.awaitAll(source, lsn, LOG_PATIENCE);
        }
        if (rules.stream().anyMatch(rule -> rule.entity() == Entity.QUEUE_ITEM)) {
            try {
                queues.awaitAll(source, lsn, LOG_PATIENCE);
            } catch (Problem notKnownYet) {
                // Then the comparison says how far the log goes.
                return;
            }
        }
    }
}
