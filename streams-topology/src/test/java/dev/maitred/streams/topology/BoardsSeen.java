package dev.maitred.streams.topology;

import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import dev.maitred.streams.venue.BoardDetails;
import dev.maitred.streams.venue.BoardKeys;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** A reader of the published boards, who keeps the higher version of each. */
final class BoardsSeen {

    private static final Pattern VERSION = Pattern.compile("\"version\":\\{[^}]*\\},");

    private final Map<String, String> boards = new TreeMap<>();
    private final Map<String, BoardDetails> versions = new HashMap<>();
    private final Map<String, @Nullable String> sinceWatermark = new LinkedHashMap<>();

    /**
     * What a watermark closes.
     *
     * @param told the boards told since the watermark before it
     */
    record Closed(String source, BoardWatermark watermark, Map<String, @Nullable String> told) {}

    /** @return null where the record is not a watermark */
    @Nullable
    Closed read(Record<String, byte[]> record) {
        String key = record.key();
        if (BoardKeys.isWatermark(key)) {
            Closed closed = new Closed(
                    key.substring(1, key.lastIndexOf('/')),
                    PublishedHeaders.watermark(record.value()),
                    new LinkedHashMap<>(sinceWatermark));
            sinceWatermark.clear();
            return closed;
        }
        if (record.value() == null) {
            boards.remove(key);
            versions.remove(key);
            sinceWatermark.put(key, null);
            return null;
        }
        String board = new String(record.value(), StandardCharsets.UTF_8);
        sinceWatermark.put(key, board);
        if (!BoardKeys.isVenue(key) && PublishedHeaders.details(record.headers()).length > 0) {
            BoardDetails version = BoardDetails.of(PublishedHeaders.details(record.headers()));
            BoardDetails before = versions.get(key);
            if (before != null && order(version, before) < 0) {
                return null;
            }
            versions.put(key, version);
        }
        boards.put(key, board);
        return null;
    }

    private static int order(BoardDetails one, BoardDetails other) {
        int byPosition = one.position().compareTo(other.position());
        return byPosition != 0 ? byPosition : Long.compare(one.timerMicros(), other.timerMicros());
    }

    /** Another instance writes from here on; what the one before it did not close is not the new one's word. */
    void successor() {
        sinceWatermark.clear();
    }

    /** By key, those of one source. */
    Map<String, String> of(String source) {
        Map<String, String> its = new TreeMap<>(boards);
        its.keySet().removeIf(key -> !key.startsWith(source + ":"));
        return its;
    }

    static Map<String, String> withoutVersion(Map<String, String> boards) {
        Map<String, String> without = new TreeMap<>(boards);
        without.replaceAll((key, board) -> VERSION.matcher(board).replaceFirst(""));
        return without;
    }

    static String version(String board) {
        Matcher version = VERSION.matcher(board);
        return version.find() ? version.group() : "";
    }
}
