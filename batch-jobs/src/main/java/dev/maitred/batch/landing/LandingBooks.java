package dev.maitred.batch.landing;

import dev.maitred.batch.columns.Block;
import dev.maitred.batch.columns.IntegerColumn;
import dev.maitred.batch.columns.TextColumn;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.Sql;
import dev.maitred.contract.Lsn;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/** What was landed, kept in ClickHouse beside the history itself. */
final class LandingBooks {

    private static final Sql STANDING = Sql.beside(LandingBooks.class, "standing.sql");
    private static final Sql REACHED = Sql.beside(LandingBooks.class, "reached.sql");

    private final ClickHouse clickHouse;
    private final Clock clock;

    LandingBooks(ClickHouse clickHouse, Clock clock) {
        this.clickHouse = clickHouse;
        this.clock = clock;
    }

    /** The last piece of each log partition that has any. */
    Map<TopicPartition, Piece> standing() {
        Map<TopicPartition, Piece> standing = new HashMap<>();
        clickHouse.rows(STANDING, Map.of()).forEach(row -> {
            TopicPartition log = new TopicPartition(row.getString("topic"), row.getInteger("log_partition"));
            standing.put(
                    log,
                    new Piece(
                            log,
                            java.time.Instant.ofEpochSecond(row.getLong("hour_seconds")),
                            row.getLong("first_offset"),
                            row.getLong("next_offset"),
                            row.getBoolean("is_closed")));
        });
        return standing;
    }

    /** How far each source is known in each log partition of a topic. */
    Map<String, Map<Integer, Reached>> reached(String topic) {
        Map<String, Map<Integer, Reached>> reached = new TreeMap<>();
        clickHouse
                .rows(REACHED, Map.of("topic", topic))
                .forEach(row -> reached.computeIfAbsent(row.getString("source"), any -> new TreeMap<>())
                        .merge(
                                row.getInteger("log_partition"),
                                new Reached(
                                        row.getInteger("incarnation"),
                                        new Lsn(row.getBigInteger("lsn").longValue()),
                                        row.getLong("clock_micros")),
                                Reached::further));
        return reached;
    }

    void write(Map<Piece, PieceContent> landed) {
        Block pieces = new Block();
        TextColumn topic = pieces.text("topic");
        IntegerColumn partition = pieces.uint16("log_partition");
        IntegerColumn hour = pieces.seconds("landing_hour");
        IntegerColumn first = pieces.int64("first_offset");
        IntegerColumn next = pieces.int64("next_offset");
        IntegerColumn closed = pieces.truth("closed");
        IntegerColumn rows = pieces.uint64("rows");
        IntegerColumn landedAt = pieces.millis("landed_at");
        long now = clock.millis();
        landed.forEach((piece, content) -> {
            int row = pieces.nextRow();
            topic.set(row, piece.log().topic());
            partition.set(row, piece.log().partition());
            hour.set(row, piece.hour().getEpochSecond());
            first.set(row, piece.firstOffset());
            next.set(row, piece.nextOffset());
            closed.set(row, piece.closed());
            rows.set(row, content.rows());
            landedAt.set(row, now);
        });
        writeReached(landed, now);
        // Last, because it is what the next landing goes on from.
        clickHouse.insert("landings", pieces::writeTo);
    }

    private void writeReached(Map<Piece, PieceContent> landed, long now) {
        Block block = new Block();
        TextColumn topic = block.text("topic");
        IntegerColumn partition = block.uint16("log_partition");
        IntegerColumn hour = block.seconds("landing_hour");
        TextColumn source = block.text("source");
        IntegerColumn incarnation = block.int32("incarnation");
        IntegerColumn lsn = block.uint64("lsn");
        IntegerColumn clockAt = block.micros("clock");
        IntegerColumn landedAt = block.millis("landed_at");
        landed.forEach((piece, content) -> content.reached().forEach((name, reached) -> {
            int row = block.nextRow();
            topic.set(row, piece.log().topic());
            partition.set(row, piece.log().partition());
            hour.set(row, piece.hour().getEpochSecond());
            source.set(row, name);
            incarnation.set(row, reached.incarnation());
            lsn.set(row, reached.lsn().value());
            clockAt.set(row, reached.clockMicros());
            landedAt.set(row, now);
        }));
        if (block.rows() > 0) {
            clickHouse.insert("landing_watermarks", block::writeTo);
        }
    }
}
