package dev.maitred.streams.fold;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.change.Change;
import dev.maitred.streams.SourceLog;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fold with one source's log before it: what is committed is folded at once. */
public final class FoldedLog {

    private final Fold fold;
    private final SourceLog log;

    public FoldedLog(Fold fold, String source) {
        this.fold = fold;
        this.log = new SourceLog(source, this::fold, truth -> {});
    }

    private void fold(ChangeRecord record) {
        fold.put(
                record.key(),
                new FoldedRow(
                        record.position(), record.change(), record.headers().end()));
    }

    public SourceLog log() {
        return log;
    }

    /** An empty snapshot, then the clock: from here on things are known. */
    public FoldedLog begun(long clockMicros) {
        log.snapshot(Map.of(), false, null);
        log.watermark(clockMicros);
        return this;
    }

    public void commit(long atMicros, ChangeKey key, @Nullable Change change) {
        log.commit(atMicros, key, change);
    }

    public void commit(ChangeKey key, @Nullable Change change) {
        log.commit(log.clockMicros(), key, change);
    }

    /** Two changes of one transaction. */
    public void commit(ChangeKey one, @Nullable Change first, ChangeKey two, @Nullable Change second) {
        Map<ChangeKey, @Nullable Change> a = new LinkedHashMap<>();
        a.put(one, first);
        Map<ChangeKey, @Nullable Change> b = new LinkedHashMap<>();
        b.put(two, second);
        log.transaction(log.clockMicros(), List.of(a, b));
    }

    public void clock(long atMicros) {
        log.watermark(atMicros);
    }

    /** What is told now, by key; null where something is no more. */
    public Map<String, @Nullable String> told() {
        Map<String, @Nullable String> told = new LinkedHashMap<>();
        for (Published each : fold.publish(log.source())) {
            told.put(
                    each.key(),
                    each.value() == null ? null : new String(each.value(), java.nio.charset.StandardCharsets.UTF_8));
        }
        return told;
    }
}
