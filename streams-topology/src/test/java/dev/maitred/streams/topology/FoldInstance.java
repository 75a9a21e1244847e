package dev.maitred.streams.topology;

import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Entity;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.streams.fold.Fold;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/** One instance of the topology's task, with its store and what the store writes to its changelog; dies when it is dropped. */
final class FoldInstance {

    static final String TOPIC = "log";

    private final FoldStore store;
    private final FoldProcessor processor;
    private final MockProcessorContext<String, byte[]> context;
    private final List<KeyValue<Bytes, byte[]>> changelog = new ArrayList<>();
    private final FoldCounters counters = new FoldCounters();

    FoldInstance(Supplier<Fold> newFold, ReplayGate gate, List<KeyValue<Bytes, byte[]>> restored) {
        store = (FoldStore) FoldStore.supplier("rows", newFold).get();
        restored.forEach(row -> store.put(row.key, row.value));
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "nowhere:1");
        context = new MockProcessorContext<>(settings, new TaskId(0, 0), new File("target"));
        context.addStateStore(new Logged(store, changelog));
        processor = new FoldProcessor("rows", entity -> entity != Entity.DOCUMENT, gate, counters);
        processor.init(context);
    }

    /** What the standard builder's logging layer does. */
    private static final class Logged extends WrappedStateStore<KeyValueStore<Bytes, byte[]>, Bytes, byte[]>
            implements KeyValueStore<Bytes, byte[]> {

        private final List<KeyValue<Bytes, byte[]>> changelog;

        Logged(KeyValueStore<Bytes, byte[]> inner, List<KeyValue<Bytes, byte[]>> changelog) {
            super(inner);
            this.changelog = changelog;
        }

        @Override
        public void put(Bytes key, byte[] value) {
            wrapped().put(key, value);
            changelog.add(KeyValue.pair(key, value));
        }

        @Override
        public byte[] putIfAbsent(Bytes key, byte[] value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] delete(Bytes key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public byte[] get(Bytes key) {
            return wrapped().get(key);
        }

        @Override
        public org.apache.kafka.streams.state.KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            return wrapped().range(from, to);
        }

        @Override
        public org.apache.kafka.streams.state.KeyValueIterator<Bytes, byte[]> all() {
            return wrapped().all();
        }

        @Override
        public long approximateNumEntries() {
            return wrapped().approximateNumEntries();
        }
    }

    /** @return what is forwarded, in order */
    List<Record<String, byte[]>> process(ChangeRecord record, long offset) {
        return process(
                new Record<>(
                        record.key().bytes(),
                        record.change() == null ? null : ChangeSerde.encode(record.change()),
                        0,
                        record.headers().toKafka()),
                offset);
    }

    List<Record<String, byte[]>> process(Record<byte[], byte[]> record, long offset) {
        context.setRecordMetadata(TOPIC, 0, offset);
        context.resetForwards();
        processor.process(record);
        List<Record<String, byte[]>> out = new ArrayList<>();
        context.forwarded().forEach(each -> out.add(forwarded(each)));
        return out;
    }

    @SuppressWarnings("unchecked")
    private static Record<String, byte[]> forwarded(
            MockProcessorContext.CapturedForward<? extends String, ? extends byte[]> each) {
        return (Record<String, byte[]>) each.record();
    }

    List<KeyValue<Bytes, byte[]>> changelog() {
        return changelog;
    }

    FoldCounters counters() {
        return counters;
    }

    <R> R fold(Function<Fold, R> question) {
        return store.live(question);
    }

    <R> QueryResult<R> ask(String source, Function<Fold, R> question) {
        return store.query(
                new FoldStore.FoldQuery<>(source, question), PositionBound.unbounded(), new QueryConfig(false));
    }

    void close() {
        processor.close();
    }
}
