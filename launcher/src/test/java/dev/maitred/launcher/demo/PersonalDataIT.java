package dev.maitred.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No name, phone, code or free text leaves the booking database. */
@Timeout(120)
class PersonalDataIT {

    private final RunningDemo demo = RunningDemo.get();

    @Test
    void nothing_that_identifies_a_person_is_in_any_topic() throws Exception {
        PersonalData data;
        try (Connection connection = demo.connect()) {
            RunningDemo.Place place = demo.freePlace();
            RunningDemo.cancel(connection, RunningDemo.book(connection, place));
            demo.get(place.path() + "?atLeast=" + RunningDemo.lsn(connection));
            data = PersonalData.of(connection);
        }
        assertThat(data.size()).isGreaterThan(1_000);
        assertThat(data.findIn("to Wilhelmine Testgast, please".getBytes(StandardCharsets.UTF_8)))
                .isPresent();

        List<String> found = new ArrayList<>();
        int records = 0;
        for (Topic<?, ?> topic : Topics.ALL) {
            for (ConsumerRecord<byte[], byte[]> each : all(topic)) {
                records++;
                look(data, topic, each.key(), found);
                look(data, topic, each.value(), found);
                for (Header header : each.headers()) {
                    look(data, topic, header.value(), found);
                }
            }
        }
        System.out.println(records + " records hold none of " + data.size() + " personal texts");
        assertThat(found).isEmpty();
        assertThat(records).isGreaterThan(10_000);
    }

    private static void look(PersonalData data, Topic<?, ?> topic, byte[] bytes, List<String> found) {
        if (bytes != null) {
            data.findIn(bytes).ifPresent(text -> found.add(topic.name() + ": " + text));
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> all(Topic<?, ?> topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", demo.platform().endpoints().kafka().bootstrap(), "enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, Topics.partitions(topic))
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }
}
