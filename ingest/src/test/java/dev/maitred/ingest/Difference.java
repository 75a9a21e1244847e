package dev.maitred.ingest;

import dev.maitred.contract.Position;
import dev.maitred.contract.Topics;
import dev.maitred.ingest.CommittedLog.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By what a log differs from the one that an uninterrupted ingest wrote of the same changes.
 *
 * @param lost records that only the uninterrupted one has
 * @param doubled records that only this one has, or more often
 * @param olderAfterNewer records whose position is not after that of the record before them under the same key
 * @param otherwise anything else, told in words: another order within a venue, other things remembered
 */
record Difference(List<Entry> lost, List<Entry> doubled, List<Entry> olderAfterNewer, List<String> otherwise) {

    static Difference of(List<Entry> uninterrupted, List<Entry> found) {
        Map<Entry, Integer> counts = new LinkedHashMap<>();
        List<Entry> expected = changes(uninterrupted);
        List<Entry> actual = changes(found);
        expected.forEach(entry -> counts.merge(entry, 1, Integer::sum));
        List<Entry> doubled = new ArrayList<>();
        for (Entry entry : actual) {
            if (counts.merge(entry, -1, Integer::sum) < 0) {
                doubled.add(entry);
            }
        }
        List<Entry> lost = new ArrayList<>();
        counts.forEach((entry, left) -> {
            for (int i = 0; i < left; i++) {
                lost.add(entry);
            }
        });
        List<String> otherwise = new ArrayList<>();
        if (lost.isEmpty() && doubled.isEmpty() && !positions(expected).equals(positions(actual))) {
            otherwise.add("the order within a venue is another");
        }
        if (!remembered(uninterrupted).equals(remembered(found))) {
            otherwise.add("remembered of rows: expected " + remembered(uninterrupted) + ", found " + remembered(found));
        }
        return new Difference(lost, doubled, olderAfterNewer(actual), otherwise);
    }

    boolean isNone() {
        return lost.isEmpty() && doubled.isEmpty() && olderAfterNewer.isEmpty() && otherwise.isEmpty();
    }

    static List<Entry> olderAfterNewer(List<Entry> entries) {
        Map<String, Position> last = new HashMap<>();
        List<Entry> wrong = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.headers() != null) {
                Position position = entry.headers().position();
                Position before = last.put(entry.key(), position);
                if (before != null && !position.isAfter(before)) {
                    wrong.add(entry);
                }
            }
        }
        return wrong;
    }

    /** The last value of each key that is there, of changes only. */
    static Map<String, String> latest(List<Entry> entries) {
        Map<String, String> latest = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (entry.headers() != null) {
                if (entry.value() == null) {
                    latest.remove(entry.key());
                } else {
                    latest.put(entry.key(), entry.value());
                }
            }
        }
        return latest;
    }

    private static List<Entry> changes(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> !entry.owner().equals(Topics.INGEST_ROWS.name()))
                .toList();
    }

    /** By owner, in order. The tombstones of one TRUNCATE share a position, and theirs among each other means nothing. */
    private static Map<String, List<Position>> positions(List<Entry> entries) {
        Map<String, List<Position>> positions = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.headers() != null) {
                positions
                        .computeIfAbsent(entry.owner(), owner -> new ArrayList<>())
                        .add(entry.headers().position());
            }
        }
        return positions;
    }

    private static Map<String, String> remembered(List<Entry> entries) {
        Map<String, String> remembered = new HashMap<>();
        for (Entry entry : entries) {
            if (entry.owner().equals(Topics.INGEST_ROWS.name())) {
                if (entry.value() == null) {
                    remembered.remove(entry.key());
                } else {
                    remembered.put(entry.key(), entry.value());
                }
            }
        }
        return remembered;
    }

    @Override
    public String toString() {
        return "rows lost " + few(lost) + ", rows doubled " + few(doubled) + ", older after newer "
                + few(olderAfterNewer) + ", otherwise " + otherwise;
    }

    private static String few(List<Entry> entries) {
        return entries.size() + (entries.isEmpty() ? "" : " " + entries.subList(0, Math.min(3, entries.size())));
    }
}
