package dev.maitred.contract;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the platform's topics where they are missing; those that exist are left as they are. */
public final class TopicCreation {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private TopicCreation() {}

    /**
     * The platform's own topics.
     *
     * @throws IllegalStateException when the broker refuses, or does not answer in time
     */
    public static void ensure(Admin admin) {
        ensure(admin, Topics.ALL);
    }

    /** @throws IllegalStateException when the broker refuses, or does not answer in time */
    public static void ensure(Admin admin, Collection<? extends Topic<?, ?>> topics) {
        List<NewTopic> wanted = topics.stream()
                .map(topic -> new NewTopic(topic.name(), Optional.of(Topics.partitions(topic)), Optional.<Short>empty())
                        .configs(topic.settings()))
                .toList();
        Set<String> created = new HashSet<>();
        admin.createTopics(wanted).values().forEach((topic, creation) -> {
            try {
                await(creation);
                created.add(topic);
            } catch (TopicExistsException e) {
                // As it was.
            } catch (KafkaException e) {
                throw new IllegalStateException("The topic " + topic + " could not be created", e);
            }
        });
        if (!created.isEmpty()) {
            awaitLeaders(
                    admin,
                    topics.stream()
                            .filter(topic -> created.contains(topic.name()))
                            .toList());
        }
    }

    /**
     * A topic is there before its leaders take records. A writer of several batches at once that meets it then may see the second one
     * taken before the first, which is refused from then on.
     */
    private static void awaitLeaders(Admin admin, List<? extends Topic<?, ?>> topics) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (Topic<?, ?> topic : topics) {
            for (int partition = 0; partition < Topics.partitions(topic); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                await(admin.describeTopics(topics.stream().map(Topic::name).toList())
                        .allTopicNames());
                await(admin.listOffsets(ends).all());
                return;
            } catch (RetriableException e) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "The new topics were not served within " + PATIENCE.toSeconds() + " s", e);
                }
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        }
    }

    private static void await(KafkaFuture<?> answer) {
        try {
            answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException refused ? refused : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "Kafka did not say within " + PATIENCE.toSeconds() + " s what became of the topics", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating topics", e);
        }
    }
}
