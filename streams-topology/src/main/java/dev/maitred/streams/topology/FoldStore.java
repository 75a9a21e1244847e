package dev.maitred.streams.topology;

import dev.maitred.contract.ChangeKey;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one partition, each folded as it is put: by the live stream, by restoration, or on a standby, all the same way. So a
 * standby's boards are as ready as its rows, and the one durable thing is the row: there is no second record of a sum that a crash
 * could leave behind.
 *
 * <p>In memory; logged by the standard builder around it.
 */
final class FoldStore implements KeyValueStore<Bytes, byte[]> {

    private final String name;
    private final Supplier<Fold> newFold;
    private final ReentrantLock lock = new ReentrantLock();
    private Fold fold;
    private boolean open;
    private boolean answers;
    /** Of the live stream's thread alone. */
    private @Nullable Decoded decoded;

    private record Decoded(byte[] bytes, ChangeKey key, FoldedRow row) {}

    private FoldStore(String name, Supplier<Fold> newFold) {
        this.name = name;
        this.newFold = newFold;
        this.fold = newFold.get();
    }

    static KeyValueBytesStoreSupplier supplier(String name, Supplier<Fold> newFold) {
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new FoldStore(name, newFold);
            }

            @Override
            public String metricsScope() {
                return "fold";
            }
        };
    }

    /**
     * A question to a partition's fold, asked by interactive query.
     *
     * @param source that the question is about
     */
    record FoldQuery<R>(String source, Function<Fold, R> question) implements Query<R> {}

    @Override
    @SuppressWarnings("unchecked")
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        if (!(query instanceof FoldQuery<?> foldQuery)) {
            return QueryResult.forUnknownQueryType(query, this);
        }
        lock.lock();
        try {
            if (!answers) {
                return QueryResult.forFailure(
                        FailureReason.NOT_ACTIVE, "The rows of this partition are not all here yet; ask again");
            }
            if (fold.progress(foldQuery.source()).isOpen()) {
                return QueryResult.forFailure(
                        FailureReason.NOT_UP_TO_BOUND, "A source transaction is being folded; ask again");
            }
            return QueryResult.forResult((R) foldQuery.question().apply(fold));
        } finally {
            lock.unlock();
        }
    }

    /** The live stream's way to the fold; others ask by {@link #query}. */
    <R> R live(Function<Fold, R> work) {
        lock.lock();
        try {
            return work.apply(fold);
        } finally {
            lock.unlock();
        }
    }

    void touch(ChangeKey key) {
        live(each -> {
            each.touch(key);
            return each;
        });
    }

    void touchAll() {
        live(each -> {
            each.touchAll();
            return each;
        });
    }

    /** Only while the live stream goes on: before, the rows are being restored. */
    void answers(boolean now) {
        lock.lock();
        try {
            answers = now;
        } finally {
            lock.unlock();
        }
    }

    /** What the bytes that are put next mean, so that the live stream need not decode what it has just read. */
    void decoded(byte[] bytes, ChangeKey key, FoldedRow row) {
        decoded = new Decoded(bytes, key, row);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        Decoded known = decoded;
        decoded = null;
        lock.lock();
        try {
            if (value == null) {
                fold.remove(ChangeKey.of(key.get()));
            } else if (known != null && known.bytes() == value) {
                fold.put(known.key(), known.row());
            } else {
                fold.put(ChangeKey.of(key.get()), FoldedRow.of(value));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        FoldedRow row = live(each -> each.row(new String(key.get(), StandardCharsets.UTF_8)));
        return row == null ? null : row.bytes();
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        byte[] before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] before = get(key);
        put(key, null);
        return before;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        lock.lock();
        try {
            fold = newFold.get();
            open = true;
        } finally {
            lock.unlock();
        }
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        lock.lock();
        try {
            open = false;
            answers = false;
            fold = newFold.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long approximateNumEntries() {
        return live(Fold::size);
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        throw notOrdered();
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        throw notOrdered();
    }

    private static UnsupportedOperationException notOrdered() {
        return new UnsupportedOperationException(
                "A fold's rows are asked for one by one, or by a question to the fold");
    }
}
