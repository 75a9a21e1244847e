package dev.maitred.streams;

import dev.maitred.contract.ChangeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A record of a partition's log.
 *
 * @param closes what is true once it is folded, where it closes its source; null where it closes nothing
 */
public record LogEntry(ChangeRecord record, SourceLog.@Nullable Truth closes) {

    /** Writes entries as a source does; the list is filled as the log is. */
    public static SourceLog writing(String source, List<LogEntry> entries) {
        return new SourceLog(
                source,
                record -> entries.add(new LogEntry(record, null)),
                truth -> entries.add(new LogEntry(entries.removeLast().record(), truth)));
    }

    /** Several sources in one partition: each in its own order, and among each other in any. */
    public static List<LogEntry> interleaved(List<List<LogEntry>> sources, Random random) {
        List<LogEntry> out = new ArrayList<>();
        int[] next = new int[sources.size()];
        int left = sources.stream().mapToInt(List::size).sum();
        while (left > 0) {
            int source = random.nextInt(sources.size());
            for (int burst = random.nextInt(6);
                    burst >= 0 && next[source] < sources.get(source).size();
                    burst--) {
                out.add(sources.get(source).get(next[source]++));
                left--;
            }
        }
        return out;
    }
}
