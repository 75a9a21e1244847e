package dev.maitred.streams.topology;

import dev.maitred.contract.ChangeKey;
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
import java.util.List;
import java.util.Objects;
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

    private final String storeName;
    private final ReplayGate gate;
    private final FoldCounters counters;
    private @Nullable ProcessorContext<String, byte @Nullable []> context;
    private @Nullable KeyValueStore<Bytes, byte[]> rows;
    private @Nullable FoldStore folded;
    private boolean behindGate = true;
    private boolean allTouched;

    FoldProcessor(String storeName, ReplayGate gate, FoldCounters counters) {
        this.storeName = storeName;
        this.gate = gate;
        this.counters = counters;
    }

    @Override
    public void init(ProcessorContext<String, byte @Nullable []> newContext) {
        context = newContext;
        KeyValueStore<Bytes, byte[]> store = Objects.requireNonNull(newContext.getStateStore(storeName));
        rows = store;
        folded = FoldStores.innermost(store);
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
        } catch (RuntimeException e) {
            counters.unreadable();
            LOG.error("A record of the change log at {} is not of the contract and is passed over", place(), e);
            return;
        }
        long ingestedAtMillis = record.timestamp();
        openGate();
        switch (change) {
            case Watermark watermark -> watermark(key, watermark, headers, ingestedAtMillis);
            case Mark mark -> mark(key, mark, headers, ingestedAtMillis);
            case null, default -> row(key, change, headers, ingestedAtMillis);
        }
    }

    private void row(ChangeKey key, @Nullable Change change, ChangeHeaders headers, long ingestedAtMillis) {
        FoldStore its = Objects.requireNonNull(folded);
        Fold.Effect effect = its.live(fold -> fold.effectOf(key, headers.position()));
        counters.folded(effect);
        if (effect == Fold.Effect.CHANGED) {
            its.midTransaction(headers.end() == null);
            put(key, new FoldedRow(headers.position(), change));
        } else {
            its.live(fold -> {
                fold.touch(key);
                return fold;
            });
        }
        TransactionEnd end = headers.end();
        if (end != null) {
            String source = Fold.sourceOf(key.owner());
            boolean closes = its.live(fold -> fold.end(source, end));
            its.midTransaction(false);
            if (closes) {
                tell(source, ingestedAtMillis);
            }
        }
    }

    private void watermark(ChangeKey key, Watermark watermark, ChangeHeaders headers, long ingestedAtMillis) {
        FoldStore its = Objects.requireNonNull(folded);
        if (its.live(fold -> fold.effectOf(key, headers.position())) != Fold.Effect.STALE) {
            put(key, new FoldedRow(headers.position(), watermark));
        }
        if (its.live(fold -> fold.isClosedBy(watermark))) {
            its.midTransaction(false);
            tell(watermark.source(), ingestedAtMillis);
        }
    }

    private void mark(ChangeKey key, Mark mark, ChangeHeaders headers, long ingestedAtMillis) {
        FoldStore its = Objects.requireNonNull(folded);
        if (its.live(fold -> fold.effectOf(key, headers.position())) == Fold.Effect.STALE) {
            return;
        }
        if (mark.end()) {
            its.live(fold -> fold.unconfirmedBy(mark))
                    .forEach(gone -> Objects.requireNonNull(rows).delete(Bytes.wrap(gone.bytes())));
        }
        put(key, new FoldedRow(headers.position(), mark));
        if (mark.end()) {
            its.midTransaction(false);
            its.live(fold -> {
                fold.touchAll();
                return fold;
            });
            tell(mark.source(), ingestedAtMillis);
        }
    }

    private void put(ChangeKey key, FoldedRow row) {
        Objects.requireNonNull(rows).put(Bytes.wrap(key.bytes()), row.bytes());
    }

    /** Publishes what was touched, and after it how far that goes. */
    private void tell(String source, long ingestedAtMillis) {
        if (behindGate) {
            return;
        }
        FoldStore its = Objects.requireNonNull(folded);
        List<Published> published = its.live(fold -> {
            if (!allTouched) {
                fold.touchAll();
            }
            return fold.publish(source);
        });
        SourceProgress progress = its.live(fold -> fold.progress(source));
        if (!progress.isComplete()) {
            return;
        }
        allTouched = true;
        ProcessorContext<String, byte @Nullable []> to = Objects.requireNonNull(context);
        long now = System.currentTimeMillis();
        for (Published each : published) {
            to.forward(new Record<>(
                    each.key(), each.value(), now, PublishedHeaders.details(each.details(), ingestedAtMillis)));
        }
        int partition = to.taskId().partition();
        to.forward(new Record<>(
                BoardKeys.watermark(source, partition),
                PublishedHeaders.watermark(progress),
                now,
                PublishedHeaders.details(new byte[0], ingestedAtMillis)));
    }

    private void openGate() {
        if (behindGate) {
            RecordMetadata metadata =
                    Objects.requireNonNull(context).recordMetadata().orElse(null);
            behindGate = metadata != null
                    && metadata.offset() + 1
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
