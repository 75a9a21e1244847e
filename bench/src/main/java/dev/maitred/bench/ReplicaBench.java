package dev.maitred.bench;

import dev.maitred.contract.Topic;
import dev.maitred.contract.TopicCreation;
import dev.maitred.contract.Topics;
import dev.maitred.embedded.DirectoryTree;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.ops.answer.Replica;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A replica beside a bare consumer loop: how fast each reads a topic from its beginning, and how late it sees a record. */
@Command(
        name = "replica",
        mixinStandardHelpOptions = true,
        description = "Records a second and delay of a replica, beside a bare consumer loop.")
final class ReplicaBench implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LIVE_EVERY_MICROS = 2_000;
    private static final int BYTES = 200;
    private static final Topic<String, byte[]> TOPIC = Topics.BOARDS;

    @Option(names = "--records", description = "in the topic (default: ${DEFAULT-VALUE})")
    private int records = 500_000;

    @Option(
            names = "--rounds",
            description = "of each, in turn, after one that does not count (default: ${DEFAULT-VALUE})")
    private int rounds = 5;

    @Option(names = "--live", description = "records whose delay is measured (default: ${DEFAULT-VALUE})")
    private int live = 5_000;

    /** Keeps the last value of each key, as replicas do; of live records how late they came. */
    private static final class Held implements Replica.Content {

        final Map<String, byte[]> values = new ConcurrentHashMap<>();
        final LongAdder taken = new LongAdder();
        final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void put(int partition, String key, byte @Nullable [] value, byte[] details) {
            long now = System.nanoTime();
            taken.increment();
            if (value != null) {
                values.put(key, value);
                if (value.length == Long.BYTES) {
                    millis.add((now - ByteBuffer.wrap(value).getLong()) / 1e6);
                }
            }
        }

        @Override
        public void watermark(int partition, String source, BoardWatermark watermark, Replica.Travelled travelled) {
            // The topic of this measurement has none.
        }

        @Override
        public void caughtUp(int partition) {
            // Waited for by the replica itself.
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintStream out = System.out;
        Path directory = Files.createTempDirectory("maitred-bench");
        try (KafkaServer broker = KafkaServer.start(directory)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                TopicCreation.ensure(admin);
            }
            fill(broker.bootstrap());
            read(broker.bootstrap(), out);
            follow(broker.bootstrap(), out);
        } finally {
            DirectoryTree.delete(directory);
        }
        return 0;
    }

    private static KafkaProducer<String, byte[]> producer(String bootstrap, int lingerMillis) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "linger.ms",
                        lingerMillis,
                        "batch.size",
                        256 * 1024,
                        // A machine that stands still for minutes must not cost the measurement a record.
                        "delivery.timeout.ms",
                        600_000),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private void fill(String bootstrap) {
        try (KafkaProducer<String, byte[]> producer = producer(bootstrap, 50)) {
            for (int i = 0; i < records; i++) {
                send(producer, i, new byte[BYTES]);
            }
        }
    }

    private static void send(KafkaProducer<String, byte[]> producer, int number, byte[] value) {
        String key = "club:" + number % 97 + "/" + number % 10_007;
        producer.send(new ProducerRecord<>(TOPIC.name(), number % Topics.PARTITIONS, key, value));
    }

    private void read(String bootstrap, PrintStream out) throws InterruptedException {
        List<Double> ratios = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        List<Double> peer = new ArrayList<>();
        for (int round = 0; round <= rounds; round++) {
            double bare = bareRound(bootstrap);
            double replica = replicaRound(bootstrap);
            if (round > 0) {
                own.add(replica);
                peer.add(bare);
                ratios.add(replica / bare);
                out.printf(
                        "round %d: replica %,.0f records/s, bare consumer %,.0f, ratio %.2f%n",
                        round, replica, bare, ratios.getLast());
            }
        }
        out.printf(
                "replica %,.0f records/s, bare consumer %,.0f, ratio %.2f (medians; %,d records of %d bytes)%n",
                median(own), median(peer), median(ratios), records, BYTES);
    }

    private double replicaRound(String bootstrap) throws InterruptedException {
        Held held = new Held();
        try (Replica replica = replica(bootstrap, held)) {
            long begun = System.nanoTime();
            replica.start();
            return perSecond(replica.awaitCaughtUp(PATIENCE), held, begun);
        }
    }

    private double bareRound(String bootstrap) throws InterruptedException {
        Held held = new Held();
        try (BareReplica bare = new BareReplica(bootstrap, TOPIC, held)) {
            long begun = System.nanoTime();
            bare.start();
            return perSecond(bare.awaitCaughtUp(PATIENCE), held, begun);
        }
    }

    private double perSecond(boolean caughtUp, Held held, long begunNanos) {
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        if (!caughtUp || held.taken.sum() != records) {
            throw new IllegalStateException(
                    "Expected " + records + " records, read " + held.taken.sum() + " in " + seconds + " s");
        }
        return records / seconds;
    }

    /** Both at the same time, so that they meet the same machine. */
    private void follow(String bootstrap, PrintStream out) throws InterruptedException {
        Held ofReplica = new Held();
        Held ofBare = new Held();
        try (Replica replica = replica(bootstrap, ofReplica);
                BareReplica bare = new BareReplica(bootstrap, TOPIC, ofBare);
                KafkaProducer<String, byte[]> producer = producer(bootstrap, 0)) {
            replica.start();
            bare.start();
            if (!replica.awaitCaughtUp(PATIENCE) || !bare.awaitCaughtUp(PATIENCE)) {
                throw new IllegalStateException("The topic was not read within " + PATIENCE.toSeconds() + " s");
            }
            long begun = System.nanoTime();
            for (int i = 0; i < live; i++) {
                long due = begun + i * LIVE_EVERY_MICROS * 1_000L;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                send(
                        producer,
                        i,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(System.nanoTime())
                                .array());
            }
            producer.flush();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while ((ofReplica.millis.size() < live || ofBare.millis.size() < live) && System.nanoTime() < deadline) {
                LockSupport.parkNanos(5_000_000);
            }
        }
        print(out, "replica", ofReplica.millis);
        print(out, "bare consumer", ofBare.millis);
    }

    private static void print(PrintStream out, String who, List<Double> millis) {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        out.printf(
                "send to %s: p50 %.2f, p95 %.2f, p99 %.2f ms of %,d%n",
                who,
                BenchPlatform.quantile(sorted, 0.5),
                BenchPlatform.quantile(sorted, 0.95),
                BenchPlatform.quantile(sorted, 0.99),
                sorted.size());
    }

    private static Replica replica(String bootstrap, Held held) {
        return new Replica(bootstrap, TOPIC, held);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
