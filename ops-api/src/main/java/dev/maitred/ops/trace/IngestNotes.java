package dev.maitred.ops.trace;

import dev.maitred.contract.Topics;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.ops.trace.KeyScan.Looked;
import dev.maitred.ops.trace.KeyScan.Reach;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What ingest has noted of a row besides its changes. A remembered row's values are not told.
 *
 * @param owners by rule, of what is remembered now or was last
 * @param waitsFor parents as {@code schema.table/key}; empty: it waits for none
 * @param deadLetters the newest first
 * @param deadLettersLooked how far back
 */
record IngestNotes(
        Map<String, Set<String>> owners,
        List<String> waitsFor,
        List<Trace.DeadLetter> deadLetters,
        Reach deadLettersLooked) {

    private static final JsonMapper JSON = new JsonMapper();

    private static final int MOST_DEAD_LETTERS = 5;

    /** @param deadlineNanos as {@link System#nanoTime()} */
    static IngestNotes read(KeyScan scan, String source, TableName table, String row, long deadlineNanos) {
        String name = source + "/" + table + "/" + row;
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        Looked remembered = scan.look(
                Topics.INGEST_ROWS,
                List.of(Topics.partitionOf(name)),
                each -> Arrays.equals(each, key),
                found -> found.stream().anyMatch(each -> each.value() != null),
                record -> {},
                deadlineNanos);
        Map<String, Set<String>> owners = new HashMap<>();
        for (ConsumerRecord<byte[], byte @Nullable []> each : remembered.records()) {
            byte[] value = each.value();
            if (value != null) {
                JSON.readTree(value)
                        .path("owners")
                        .properties()
                        .forEach(owner -> owners.computeIfAbsent(owner.getKey(), any -> new HashSet<>())
                                .add(owner.getValue().asString()));
            }
        }
        Looked letters = scan.look(
                Topics.DEAD_LETTERS,
                List.of(0),
                each -> Arrays.equals(each, key),
                found -> found.size() >= MOST_DEAD_LETTERS,
                record -> {},
                deadlineNanos);
        return new IngestNotes(
                owners,
                waitsFor(remembered.records()),
                letters.records().stream()
                        .limit(MOST_DEAD_LETTERS)
                        .map(IngestNotes::letter)
                        .toList(),
                letters.reach());
    }

    private static List<String> waitsFor(List<ConsumerRecord<byte[], byte @Nullable []>> records) {
        byte[] now = records.isEmpty() ? null : records.getFirst().value();
        List<String> parents = new ArrayList<>();
        if (now != null) {
            JSON.readTree(now).path("waitsFor").forEach(parent -> parents.add(parent.asString()));
        }
        return parents;
    }

    private static Trace.DeadLetter letter(ConsumerRecord<byte[], byte @Nullable []> record) {
        byte[] value = record.value();
        JsonNode node = value == null ? JSON.createObjectNode() : JSON.readTree(value);
        return new Trace.DeadLetter(
                node.path("reason").asString(""),
                node.path("position").asString(""),
                Instant.ofEpochMilli(record.timestamp()));
    }
}
