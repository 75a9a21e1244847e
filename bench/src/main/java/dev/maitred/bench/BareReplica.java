package dev.maitred.bench;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.Replica;
import dev.maitred.streams.topology.PublishedHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The peer of {@link Replica}: the least that reads a topic, a consumer in a loop, with the same settings and nothing that goes wrong. */
final class BareReplica implements AutoCloseable {

    private final Replica.Content content;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<TopicPartition> all;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final Thread thread;

    BareReplica(String bootstrap, Topic<String, byte[]> topic, Replica.Content content) {
        this.content = content;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 * 1024 * 1024),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        this.all = IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        this.thread = Thread.ofPlatform().name("bare-replica").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    boolean awaitCaughtUp(Duration patience) throws InterruptedException {
        return caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try (consumer) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (true) {
                consumer.poll(Duration.ofMillis(500))
                        .forEach(record -> content.put(
                                record.partition(),
                                record.key(),
                                record.value(),
                                PublishedHeaders.details(record.headers())));
                if (caughtUp.getCount() > 0
                        && all.stream().allMatch(each -> consumer.position(each) >= ends.getOrDefault(each, 0L))) {
                    caughtUp.countDown();
                }
            }
        } catch (WakeupException e) {
            caughtUp.countDown();
        }
    }

    @Override
    public void close() throws InterruptedException {
        consumer.wakeup();
        thread.join();
    }
}
