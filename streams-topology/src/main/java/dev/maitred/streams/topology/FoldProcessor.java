package dev.maitred.streams.topology;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Watermark;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.fold.Published;
import dev.maitred.streams.fold.SourceProgress;
import dev.maitred.streams.venue.BoardKeys;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Folds a partition of a change log: reads a change, puts its row, and at the ends of transactions forwards what is to be told. */
final class FoldProcessor implements Processor<byte[], byte @Nullable [], String, byte @Nullable []> {

    private static final Logger LOG = LoggerFactory.getLogger(FoldProcessor.class);

    /** A Kafka transaction's own end takes an offset too, which nobody reads: the last record stands two before the end. */
    private static final int LAST_BEFORE_END = 2;

    private final String storeName;
    private final Predicate<Entity> belongs;
    private final ReplayGate gate;
    private final FoldCounters counters;
    private @Nullable ProcessorContext<String, byte @Nullable []> context;
    private @Nullable KeyValueStore<Bytes, byte[]> rows;
    private @Nullable FoldStore folded;
    private boolean behindGate = true;
    private final Set<String> told = new HashSet<>();

    /** @param belongs whether this change log may speak of an entity */
    FoldProcessor(String storeName, Predicate<Entity> belongs, ReplayGate gate, FoldCounters counters) {
        this.storeName = storeName;
        this.belongs = belongs;
        this.gate = gate;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<String, byte @Nullable []> newContext) {
        context = newContext;
        KeyValueStore<Bytes, byte[]> store = Objects.requireNonNull(newContext.getStateStore(storeName));
        rows = store;
        folded = FoldStores.innermost(store);
        folded.answers(true);
    }

    @Override
    public void close() {
        if (folded != null) {
            folded.answers(false);
        }
    }

    @Override
    public void process(Record<byte[], byte @Nullable []> record) {
        ChangeKey key;
        Change change;
        ChangeHeaders headers;
        try {
            key = ChangeKey.of(record.key());
            change = record.value() == null ? null : ChangeSerde.decode(record.value());
            headers = ChangeHeaders.of(record.headers());
            check(key, change);
        } catch (RuntimeException e) {
            counters.unreadable();
            LOG.error("A record of the change log at {} is not of the contract and is passed over", place(), e);
            return;
        }
        long ingestedAtMillis = record.timestamp();
        openGate();
        switch (change) {
            case Watermark watermark -> watermark(key, watermark, headers, record);
            case Mark mark -> mark(key, mark, headers, record);
            case null, default -> row(key, change, headers, record);
        }
        String closed = closed(key, change, headers);
        if (closed != null) {
            tell(closed, ingestedAtMillis);
        }
    }

    private void check(ChangeKey key, @Nullable Change change) {
        if (!belongs.test(key.entity())) {
            throw new IllegalArgumentException("A " + key.entity().text() + " belongs in another change log: " + key);
        }
        if (change != null && change.entity() != key.entity()) {
            throw new IllegalArgumentException("Expected a " + key.entity().text() + " under the key " + key
                    + ", found a " + change.entity().text());
        }
        if (change == null && (key.entity() == Entity.WATERMARK || key.entity() == Entity.MARK)) {
            throw new IllegalArgumentException("Expected a value under the key " + key + ", found none");
        }
    }

    private void row(
            ChangeKey key, @Nullable Change change, ChangeHeaders headers, Record<byte[], byte @Nullable []> record) {
        FoldStore its = Objects.requireNonNull(folded);
        Fold.Effect effect = its.live(fold -> fold.effectOf(key, headers.position()));
        counters.folded(effect);
        if (effect == Fold.Effect.CHANGED) {
            leaveTrace(key, change, headers.position());
            put(key, new FoldedRow(headers.position(), change, headers.end()), record.value());
        } else {
            its.touch(key);
        }
    }

    /** Before the row itself: a crash between the two leaves a trace too much, which the replay makes true. */
    private void leaveTrace(ChangeKey key, @Nullable Change after, Position position) {
        FoldStore its = Objects.requireNonNull(folded);
        Fold.Trace trace = its.live(fold -> fold.traceOf(key, after, position));
        if (trace != null && its.live(fold -> fold.effectOf(trace.key(), trace.position())) == Fold.Effect.CHANGED) {
            put(trace.key(), new FoldedRow(trace.position(), null), null);
        }
    }

    private void watermark(
            ChangeKey key, Watermark watermark, ChangeHeaders headers, Record<byte[], byte @Nullable []> record) {
        if (Objects.requireNonNull(folded).live(fold -> fold.effectOf(key, headers.position()))
                == Fold.Effect.CHANGED) {
            put(key, new FoldedRow(headers.position(), watermark), record.value());
        }
    }

    private void mark(ChangeKey key, Mark mark, ChangeHeaders headers, Record<byte[], byte @Nullable []> record) {
        FoldStore its = Objects.requireNonNull(folded);
        if (its.live(fold -> fold.effectOf(key, headers.position())) != Fold.Effect.CHANGED) {
            return;
        }
        if (mark.end()) {
            for (ChangeKey gone : its.live(fold -> fold.unconfirmedBy(mark, headers.position()))) {
                leaveTrace(gone, null, headers.position());
                put(gone, new FoldedRow(headers.position(), null), null);
            }
        }
        long clockMicros = its.live(fold -> fold.progress(mark.source()).clockMicros());
        put(key, new FoldedRow(headers.position(), mark, new TransactionEnd(mark.lsn(), clockMicros)), record.value());
    }

    private void put(ChangeKey key, FoldedRow row, byte @Nullable [] encodedChange) {
        byte[] value = row.bytes(encodedChange);
        Objects.requireNonNull(folded).decoded(value, key, row);
        Objects.requireNonNull(rows).put(Bytes.wrap(key.bytes()), value);
    }

    /** The source of which this record closes what is folded, so that it may be told; null: none. */
    private @Nullable String closed(ChangeKey key, @Nullable Change change, ChangeHeaders headers) {
        FoldStore its = Objects.requireNonNull(folded);
        String source;
        Lsn lsn;
        int incarnation = headers.position().incarnation();
        switch (change) {
            case Watermark watermark -> {
                source = watermark.source();
                incarnation = watermark.incarnation();
                lsn = watermark.lsn();
            }
            case Mark mark -> {
                source = mark.source();
                incarnation = mark.incarnation();
                lsn = mark.end() ? mark.lsn() : null;
            }
            case null, default -> {
                source = Fold.sourceOf(key.owner());
                TransactionEnd end = headers.end();
                lsn = end == null ? null : end.lsn();
            }
        }
        if (lsn == null) {
            return null;
        }
        int of = incarnation;
        Lsn at = lsn;
        return its.live(fold -> fold.isClosedAt(source, of, at)) ? source : null;
    }

    /** Publishes what was touched, and after it how far that goes. */
    private void tell(String source, long ingestedAtMillis) {
        FoldStore its = Objects.requireNonNull(folded);
        SourceProgress progress = its.live(fold -> fold.progress(source));
        if (behindGate || !progress.isKnown()) {
            return;
        }
        if (told.isEmpty()) {
            // What was told before a restart may be lost: once, all of it is told.
            its.touchAll();
        }
        boolean anew = told.add(source);
        List<Published> published = its.live(fold -> fold.publish(source));
        ProcessorContext<String, byte @Nullable []> to = Objects.requireNonNull(context);
        long now = System.currentTimeMillis();
        for (Published each : published) {
            to.forward(new Record<>(
                    each.key(), each.value(), now, PublishedHeaders.details(each.details(), ingestedAtMillis)));
        }
        to.forward(new Record<>(
                BoardKeys.watermark(source, to.taskId().partition()),
                PublishedHeaders.watermark(progress, anew),
                now,
                PublishedHeaders.details(new byte[0], ingestedAtMillis)));
    }

    private void openGate() {
        if (behindGate) {
            RecordMetadata metadata =
                    Objects.requireNonNull(context).recordMetadata().orElse(null);
            behindGate = metadata != null
                    && metadata.offset() + LAST_BEFORE_END
                            < gate.endAtStart(new TopicPartition(metadata.topic(), metadata.partition()));
        }
    }

    private String place() {
        return Objects.requireNonNull(context)
                .recordMetadata()
                .map(each -> each.topic() + "-" + each.partition() + "@" + each.offset())
                .orElse("?");
    }
}
