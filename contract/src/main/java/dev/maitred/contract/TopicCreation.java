package dev.maitred.contract;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the platform's topics where they are missing; those that exist are left as they are. */
public final class TopicCreation {

    private static final int PATIENCE_SECONDS = 30;

    private TopicCreation() {}

    /** @throws IllegalStateException when the broker refuses, or does not answer in time */
    public static void ensure(Admin admin) {
        List<NewTopic> topics = Topics.ALL.stream()
                .map(topic -> new NewTopic(topic.name(), Optional.of(Topics.partitions(topic)), Optional.<Short>empty())
                        .configs(topic.settings()))
                .toList();
        admin.createTopics(topics).values().forEach(TopicCreation::await);
    }

    private static void await(String topic, KafkaFuture<Void> created) {
        try {
            created.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("The topic " + topic + " could not be created", e.getCause());
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "The topic " + topic + " was not created within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while creating the topic " + topic, e);
        }
    }
}
