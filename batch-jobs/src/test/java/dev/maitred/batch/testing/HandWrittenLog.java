package dev.maitred.batch.testing;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Watermark;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The change logs as ingest would write them, transaction by transaction, at instants of the test's choice. */
public final class HandWrittenLog implements AutoCloseable {

    public static final String SOURCE = "nightclub";

    private static final long COMMIT_BYTES = 0x100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaProducer<byte[], byte[]> producer;
    private Lsn lastEnd = new Lsn(0x1000);
    private int incarnation = 1;

    /** One row of a transaction; a null change deletes it. */
    public record Row(ChangeKey key, @Nullable Change change) {

        public static Row put(String owner, String rule, String row, Change change) {
            return new Row(new ChangeKey(owner, change.entity(), rule, row), change);
        }

        public static Row delete(String owner, Entity entity, String rule, String row) {
            return new Row(new ChangeKey(owner, entity, rule, row), null);
        }
    }

    private HandWrittenLog(String bootstrap) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap, "transactional.id", "hand-" + SOURCE, "linger.ms", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    /** With empty topics. */
    public static HandWrittenLog fresh(String bootstrap) {
        List<Topic<?, ?>> topics = List.of(Topics.VENUE_CHANGES, Topics.QUEUE_CHANGES);
        List<String> names = topics.stream().map(Topic::name).toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            List<String> there = admin.listTopics().names().get().stream()
                    .filter(names::contains)
                    .toList();
            admin.deleteTopics(there).all().get();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
            List<NewTopic> created = topics.stream()
                    .map(topic -> new NewTopic(topic.name(), Topics.PARTITIONS, (short) 1).configs(settings(topic)))
                    .toList();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .ignoreExceptionsMatching(failure -> failure.getCause() instanceof TopicExistsException)
                    .until(() -> {
                        admin.createTopics(created).all().get();
                        return true;
                    });
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return new HandWrittenLog(bootstrap);
    }

    /** Its nights are in the future: transaction markers carry the broker's own time, and would else cut the hours. */
    private static Map<String, String> settings(Topic<?, ?> topic) {
        Map<String, String> settings = new HashMap<>(topic.settings());
        settings.put("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        return settings;
    }

    /** The end of the last commit. */
    public Lsn lsn() {
        return lastEnd;
    }

    /** Rows as a snapshot read them, with begin and end marks in every partition. */
    public void snapshot(Instant at, Row... rows) {
        producer.beginTransaction();
        mark(at, false);
        for (Row row : rows) {
            send(at, row, new ChangeHeaders(new Position(incarnation, lastEnd, 0), Reason.SNAPSHOT, null));
        }
        mark(at, true);
        producer.commitTransaction();
    }

    private void mark(Instant at, boolean end) {
        Mark mark = new Mark(SOURCE, "", List.of(), incarnation, lastEnd, end);
        toAll(at, "snapshot-" + (end ? "end" : "begin"), mark);
    }

    /** One source transaction, committed at that instant. */
    public Lsn commit(Instant at, Row... rows) {
        producer.beginTransaction();
        Lsn end = write(at, rows);
        producer.commitTransaction();
        return end;
    }

    /** Source transactions in one Kafka transaction that is never committed. */
    public void abort(Instant at, Row... rows) {
        Lsn before = lastEnd;
        producer.beginTransaction();
        write(at, rows);
        producer.flush();
        producer.abortTransaction();
        lastEnd = before;
    }

    private Lsn write(Instant at, Row... rows) {
        Lsn end = new Lsn(lastEnd.value() + COMMIT_BYTES);
        Map<Integer, Integer> lastIn = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            lastIn.put(Topics.partitionOf(rows[i].key().owner()), i);
        }
        for (int i = 0; i < rows.length; i++) {
            Row row = rows[i];
            boolean closes = lastIn.get(Topics.partitionOf(row.key().owner())) == i;
            Reason reason = row.change() == null ? Reason.DELETE : Reason.UPDATE;
            send(
                    at,
                    row,
                    new ChangeHeaders(
                            new Position(incarnation, lastEnd, i + 1),
                            reason,
                            closes ? new TransactionEnd(end, Micros.of(at)) : null));
        }
        lastEnd = end;
        return end;
    }

    /** To every partition of both logs: all up to here is written, and the source's clock says this. */
    public void watermark(Instant at) {
        lastEnd = new Lsn(lastEnd.value() + 8);
        producer.beginTransaction();
        toAll(at, SOURCE, new Watermark(SOURCE, incarnation, lastEnd, Micros.of(at)));
        producer.commitTransaction();
    }

    private void toAll(Instant at, String row, Change change) {
        byte[] key = new ChangeKey("", change.entity(), SOURCE, row).bytes();
        ChangeHeaders headers = new ChangeHeaders(new Position(incarnation, lastEnd, 0), Reason.MARK, null);
        for (Topic<?, ?> topic : List.of(Topics.VENUE_CHANGES, Topics.QUEUE_CHANGES)) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                producer.send(new ProducerRecord<>(
                        topic.name(),
                        partition,
                        at.toEpochMilli(),
                        key,
                        ChangeSerde.encode(change),
                        headers.toKafka()));
            }
        }
    }

    private void send(Instant at, Row row, ChangeHeaders headers) {
        ChangeKey key = row.key();
        Change change = row.change();
        producer.send(new ProducerRecord<>(
                Topics.changesOf(key.entity()).name(),
                Topics.partitionOf(key.owner()),
                at.toEpochMilli(),
                key.bytes(),
                change == null ? null : ChangeSerde.encode(change),
                headers.toKafka()));
    }

    @Override
    public void close() {
        producer.close();
    }
}
