package dev.maitred.batch.landing;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.Progress;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.Sql;
import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Watermark;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Brings the change logs into the history, piece by piece: written to staging, then put in the place of what was there, so that
 * landing again changes nothing. One at a time; whoever calls sees to that.
 */
public final class Landing {

    private static final Sql EMPTY_STAGING = Sql.beside(Landing.class, "empty_staging.sql");
    private static final Sql REPLACE = Sql.beside(Landing.class, "replace.sql");
    private static final Sql DROP = Sql.beside(Landing.class, "drop.sql");
    private static final int BLOCK_ROWS = 32_768;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final ClickHouse clickHouse;
    private final String kafkaBootstrap;
    private final LandingBooks books;
    private final Progress progress;
    private final Checkpoint checkpoint;

    public Landing(
            ClickHouse clickHouse, String kafkaBootstrap, Clock clock, Progress progress, Checkpoint checkpoint) {
        this.clickHouse = clickHouse;
        this.kafkaBootstrap = kafkaBootstrap;
        this.books = new LandingBooks(clickHouse, clock);
        this.progress = progress;
        this.checkpoint = checkpoint;
    }

    /**
     * Lands all that is committed.
     *
     * @return rows written
     * @throws LandingException when Kafka does not answer or the topics are not there
     */
    public long landAll() {
        return landThrough(Map.of(), Duration.ZERO);
    }

    /**
     * Lands all that is committed, and goes on until every partition of the venues' log has reached these LSNs.
     *
     * @param through by source
     * @param patience how long to wait for them
     * @return rows written
     * @throws LandingException when a partition does not get there in time
     */
    public long landThrough(Map<String, Lsn> through, Duration patience) {
        try (ChangeLog log = new ChangeLog(kafkaBootstrap, List.of(Topics.VENUE_CHANGES, Topics.QUEUE_CHANGES))) {
            Map<TopicPartition, Long> ends = log.ends(log.partitions());
            long rows = land(log, ends);
            long deadline = System.nanoTime() + patience.toNanos();
            List<TopicPartition> missing;
            while (!(missing = notReached(log.partitions(), through)).isEmpty()) {
                Map<TopicPartition, Long> grown = grown(log, missing, ends, deadline);
                if (grown.isEmpty()) {
                    throw tooLate(missing, through, patience);
                }
                ends.putAll(grown);
                rows += land(log, grown);
            }
            return rows;
        }
    }

    /** Waits until one of these log partitions is longer than it was; empty when none is in time. */
    private static Map<TopicPartition, Long> grown(
            ChangeLog log, Collection<TopicPartition> partitions, Map<TopicPartition, Long> before, long deadline) {
        Map<TopicPartition, Long> now = new HashMap<>();
        while (now.isEmpty() && System.nanoTime() < deadline) {
            now.putAll(log.ends(partitions));
            now.entrySet().removeIf(end -> end.getValue() <= before.getOrDefault(end.getKey(), 0L));
            if (now.isEmpty() && !pause()) {
                return Map.of();
            }
        }
        return now;
    }

    private static boolean pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<TopicPartition> notReached(List<TopicPartition> partitions, Map<String, Lsn> through) {
        if (through.isEmpty()) {
            return List.of();
        }
        Map<String, Map<Integer, Reached>> reached = books.reached(Topics.VENUE_CHANGES.name());
        List<TopicPartition> missing = new ArrayList<>();
        for (TopicPartition log : partitions) {
            if (log.topic().equals(Topics.VENUE_CHANGES.name())
                    && through.entrySet().stream()
                            .anyMatch(point -> !isReached(
                                    reached.getOrDefault(point.getKey(), Map.of()),
                                    log.partition(),
                                    point.getValue()))) {
                missing.add(log);
            }
        }
        return missing;
    }

    private static boolean isReached(Map<Integer, Reached> bySource, int partition, Lsn through) {
        int incarnation =
                bySource.values().stream().mapToInt(Reached::incarnation).max().orElse(0);
        return bySource.getOrDefault(partition, Reached.NOWHERE).isAtLeast(incarnation, through);
    }

    private LandingException tooLate(List<TopicPartition> missing, Map<String, Lsn> through, Duration patience) {
        return new LandingException(
                "Expected every partition of " + Topics.VENUE_CHANGES.name() + " to be through " + through + " within "
                        + patience.toSeconds() + " s; " + missing + " are not, the log stands at "
                        + books.reached(Topics.VENUE_CHANGES.name())
                        + ". Is ingest running? Start the job again once it is: it goes on here.",
                null);
    }

    private long land(ChangeLog log, Map<TopicPartition, Long> ends) {
        Map<Instant, List<Piece>> byHour = new TreeMap<>();
        for (Piece piece : log.pieces(books.standing(), ends)) {
            byHour.computeIfAbsent(piece.hour(), any -> new ArrayList<>()).add(piece);
        }
        long rows = 0;
        int hours = 0;
        for (Map.Entry<Instant, List<Piece>> hour : byHour.entrySet()) {
            long startNanos = System.nanoTime();
            long landed = landHour(log, hour.getValue());
            rows += landed;
            hours++;
            progress.said(String.format(
                    java.util.Locale.ROOT,
                    "landed hour %s (%d of %d): %,d rows of %d log partitions in %.1f s",
                    hour.getKey(),
                    hours,
                    byHour.size(),
                    landed,
                    hour.getValue().size(),
                    (System.nanoTime() - startNanos) / 1e9));
        }
        return rows;
    }

    private long landHour(ChangeLog log, List<Piece> pieces) {
        clickHouse.run(EMPTY_STAGING, Map.of());
        Map<Piece, PieceContent> contents = new LinkedHashMap<>();
        pieces.forEach(piece -> contents.put(piece, new PieceContent()));
        clickHouse.insert("changes_staging", out -> stream(log, contents, out));
        checkpoint.passed("landed to staging " + pieces.getFirst().hour());
        contents.forEach((piece, content) ->
                clickHouse.run(content.rows() > 0 ? REPLACE : DROP, Map.of("day", piece.day(), "piece", piece.name())));
        checkpoint.passed("landed " + pieces.getFirst().hour());
        books.write(contents);
        clickHouse.run(EMPTY_STAGING, Map.of());
        return contents.values().stream().mapToLong(PieceContent::rows).sum();
    }

    private static void stream(ChangeLog log, Map<Piece, PieceContent> contents, OutputStream out) throws IOException {
        ChangeBlock block = new ChangeBlock();
        Map<Piece, TransactionEnds> ends = new HashMap<>();
        contents.forEach((piece, content) -> ends.put(piece, new TransactionEnds(record -> {
            block.add(record);
            content.countRow();
            if (block.rows() >= BLOCK_ROWS) {
                write(block, out);
            }
        })));
        log.read(contents.keySet(), (piece, record) -> {
            TransactionEnds open = java.util.Objects.requireNonNull(ends.get(piece));
            accept(piece, record, java.util.Objects.requireNonNull(contents.get(piece)), open);
            return record.offset() + 1 < piece.nextOffset() || open.isWaiting();
        });
        ends.values().forEach(TransactionEnds::releaseAll);
        block.writeTo(out);
        out.flush();
    }

    private static void accept(
            Piece piece, ConsumerRecord<byte[], byte[]> record, PieceContent content, TransactionEnds open) {
        ChangeKey key = ChangeKey.of(record.key());
        ChangeHeaders headers = ChangeHeaders.of(record.headers());
        Change change = record.value() == null ? null : ChangeSerde.decode(record.value());
        LandedRecord landed = new LandedRecord(piece, record.offset(), record.timestamp(), key, change, headers, null);
        boolean belongs = piece.holds(record.offset());
        if (change instanceof Watermark mark) {
            if (belongs) {
                content.reached(mark.source(), new Reached(mark.incarnation(), mark.lsn(), mark.clockMicros()));
            }
            return;
        }
        var end = headers.end();
        if (end != null && belongs) {
            content.reached(
                    landed.source(), new Reached(headers.position().incarnation(), end.lsn(), end.committedAtMicros()));
        }
        open.accept(landed, belongs);
    }

    private static void write(ChangeBlock block, OutputStream out) {
        try {
            block.writeTo(out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
