package dev.maitred.ingest.publish;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.mapping.catalogue.TableName;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A snapshot that has begun, as stored beside the offset until it is whole. One that was cut off goes on with the tables that are not
 * in it: those are read at a later LSN, and the stream, which begins where the first was read, is passed over for each table up to
 * where that was read.
 *
 * @param begin where the stream begins
 * @param tables that are in the log whole, each with the LSN that it was read at
 */
public record StoredSnapshot(int incarnation, Lsn begin, Map<TableName, Lsn> tables) {

    private static final JsonMapper JSON = new JsonMapper();

    public StoredSnapshot {
        tables = Map.copyOf(tables);
    }

    /** The key under which a source's is stored; no source's name has a slash. */
    public static String key(String source) {
        return source + "/snapshot";
    }

    public static StoredSnapshot of(byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        Map<TableName, Lsn> tables = new HashMap<>();
        node.path("tables")
                .properties()
                .forEach(table -> tables.put(
                        TableName.parse(table.getKey()),
                        Lsn.parse(table.getValue().stringValue())));
        return new StoredSnapshot(
                node.path("incarnation").intValue(),
                Lsn.parse(node.path("begin").stringValue()),
                tables);
    }

    private byte[] bytes() {
        ObjectNode node =
                JSON.createObjectNode().put("incarnation", incarnation).put("begin", begin.toString());
        ObjectNode its = node.putObject("tables");
        tables.forEach((table, lsn) -> its.put(table.toString(), lsn.toString()));
        return JSON.writeValueAsBytes(node);
    }

    public StoredSnapshot with(TableName table, Lsn lsn) {
        Map<TableName, Lsn> more = new HashMap<>(tables);
        more.put(table, lsn);
        return new StoredSnapshot(incarnation, begin, more);
    }

    /** From where on all of its tables are of one LSN; where the stream begins, when there is none. */
    public Lsn wholeFrom() {
        return tables.values().stream().max(Comparator.naturalOrder()).orElse(begin);
    }

    /** The record that stores it. */
    public Outgoing record(String source) {
        return record(source, bytes());
    }

    /** The record that says that there is none any more. */
    public static Outgoing none(String source) {
        return record(source, null);
    }

    private static Outgoing record(String source, byte @Nullable [] value) {
        return new Outgoing(Topics.INGEST_OFFSETS.name(), 0, key(source).getBytes(StandardCharsets.UTF_8), value, null);
    }
}
