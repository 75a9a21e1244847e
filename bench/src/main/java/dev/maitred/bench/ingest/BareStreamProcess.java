package dev.maitred.bench.ingest;

import dev.maitred.mapping.source.Bounds;
import dev.maitred.mapping.source.SourceDatabase;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.replication.PGReplicationStream;

/**
 * The floor, alone in a process: the driver's replication stream, or its COPY, into a producer, each row's bytes as they come. Orders:
 * {@code start DATABASE SLOT PUBLICATION TOPIC}, {@code copy DATABASE TOPIC}, {@code stop}.
 */
final class BareStreamProcess {

    private static final Duration CONFIRM_EVERY = Duration.ofSeconds(1);
    private static final Bounds WHOLE_TABLE = new Bounds(Duration.ofMinutes(30), Duration.ofSeconds(10));

    private volatile boolean stopping;
    private @Nullable Thread thread;

    private BareStreamProcess() {}

    public static void main(String[] arguments) throws IOException {
        Orders.take(new BareStreamProcess()::obey);
    }

    private String obey(List<String> order) throws InterruptedException {
        return switch (order.getFirst()) {
            case "start" -> run(() -> stream(order.get(1), order.get(2), order.get(3), order.get(4)));
            case "copy" -> run(() -> copy(order.get(1), order.get(2)));
            case "stop" -> stop();
            default -> throw new IllegalArgumentException("Nothing is known of " + order);
        };
    }

    private interface Work {
        void run() throws SQLException;
    }

    private String run(Work work) {
        stopping = false;
        thread = Thread.ofPlatform().name("bare").start(() -> {
            try {
                work.run();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        return "started";
    }

    private String stop() throws InterruptedException {
        stopping = true;
        if (thread != null) {
            thread.join();
            thread = null;
        }
        return "stopped";
    }

    private static SourceDatabase database(String name) {
        return new SourceDatabase(
                OwnIngest.setting("HOST"),
                Integer.parseInt(OwnIngest.setting("PORT")),
                name,
                OwnIngest.setting("USER"),
                OwnIngest.setting("PASSWORD"));
    }

    private void stream(String name, String slot, String publication, String topic) throws SQLException {
        try (Connection connection = database(name).connectForReplication(WHOLE_TABLE.statement());
                KafkaProducer<byte[], byte[]> producer = producer();
                PGReplicationStream stream = connection
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName(slot)
                        .withSlotOption("proto_version", "1")
                        .withSlotOption("publication_names", publication)
                        .withStatusInterval((int) CONFIRM_EVERY.toSeconds(), TimeUnit.SECONDS)
                        .start()) {
            int bookings = -1;
            long confirmed = System.nanoTime();
            boolean sentSince = false;
            while (!stopping) {
                ByteBuffer message = stream.readPending();
                if (message != null) {
                    byte kind = message.get();
                    if (kind == 'R') {
                        int relation = message.getInt();
                        skipText(message);
                        bookings = text(message).equals("bookings") ? relation : bookings;
                    } else if ((kind == 'U' || kind == 'I') && message.getInt() == bookings) {
                        send(producer, topic, message);
                        sentSince = true;
                    }
                }
                if (message == null || sentSince && System.nanoTime() - confirmed > CONFIRM_EVERY.toNanos()) {
                    if (System.nanoTime() - confirmed > CONFIRM_EVERY.toNanos()) {
                        producer.flush();
                        stream.setAppliedLSN(stream.getLastReceiveLSN());
                        stream.setFlushedLSN(stream.getLastReceiveLSN());
                        confirmed = System.nanoTime();
                        sentSince = false;
                    }
                    if (message == null) {
                        LockSupport.parkNanos(1_000_000);
                    }
                }
            }
        }
    }

    /** The new row as it came, under the bytes of its first column. */
    private static void send(KafkaProducer<byte[], byte[]> producer, String topic, ByteBuffer message) {
        byte which = message.get();
        if (which != 'N') {
            int columns = message.getShort();
            for (int i = 0; i < columns; i++) {
                if (message.get() == 't') {
                    message.position(message.position() + message.getInt());
                }
            }
            message.get();
        }
        byte[] row = Arrays.copyOfRange(
                message.array(), message.arrayOffset() + message.position(), message.arrayOffset() + message.limit());
        // Columns (2 bytes), then of the first: its kind (1), its length (4), its text.
        int length = ByteBuffer.wrap(row).getInt(3);
        producer.send(new ProducerRecord<>(topic, Arrays.copyOfRange(row, 7, 7 + length), row));
    }

    private void copy(String name, String topic) throws SQLException {
        try (Connection connection = database(name).connect(WHOLE_TABLE);
                KafkaProducer<byte[], byte[]> producer = producer()) {
            CopyOut copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT " + Bookings.COLUMNS + " FROM bookings) TO STDOUT");
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                int end = 0;
                while (row[end] != '\t') {
                    end++;
                }
                producer.send(new ProducerRecord<>(topic, Arrays.copyOf(row, end), row));
            }
            producer.flush();
        }
    }

    /** As large batches as ingest's own, without its transactions. */
    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        OwnIngest.setting("BOOTSTRAP"),
                        ProducerConfig.LINGER_MS_CONFIG,
                        5,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        256 * 1024,
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4",
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        64L * 1024 * 1024),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void skipText(ByteBuffer message) {
        while (message.get() != 0) {
            // On to its end.
            continue;
        }
    }

    private static String text(ByteBuffer message) {
        int from = message.position();
        skipText(message);
        return new String(
                message.array(), message.arrayOffset() + from, message.position() - 1 - from, StandardCharsets.UTF_8);
    }
}
