package dev.maitred.ingest.publish;

import dev.maitred.contract.Topics;
import dev.maitred.mapping.catalogue.TableName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Tables that are still to be read again by themselves, as stored beside the offset: a line each. */
public final class StoredUnread {

    private StoredUnread() {}

    /** The key under which a source's are stored; no source's name has a slash. */
    public static String key(String source) {
        return source + "/unread";
    }

    public static Set<TableName> of(byte[] bytes) {
        return Arrays.stream(new String(bytes, StandardCharsets.UTF_8).split("\n"))
                .map(TableName::parse)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The record that stores them; none are no value. */
    public static Outgoing record(String source, Collection<TableName> tables) {
        byte[] value = tables.isEmpty()
                ? null
                : tables.stream()
                        .map(TableName::toString)
                        .collect(Collectors.joining("\n"))
                        .getBytes(StandardCharsets.UTF_8);
        return new Outgoing(Topics.INGEST_OFFSETS.name(), 0, key(source).getBytes(StandardCharsets.UTF_8), value, null);
    }
}
