package dev.maitred.ingest.capture;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.watermark.ClockMessages;
import dev.maitred.mapping.Mapping;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One life of the Debezium engine: it is started once, ends once, and says how it ended. */
public final class Capture implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);

    /** How often PostgreSQL is told what was published; until then it keeps its write-ahead log. */
    private static final Duration CONFIRM_EVERY = Duration.ofSeconds(1);

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final String life = UUID.randomUUID().toString();
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param start the end of the last transaction that was published; null: a snapshot comes first
     * @param clock reads the messages of the source's clock
     * @param published how far publication has come, null until it has
     */
    public Capture(
            IngestSettings settings,
            Mapping mapping,
            @Nullable Lsn start,
            ClockMessages clock,
            CaptureSink sink,
            Supplier<@Nullable Lsn> published) {
        this.name = settings.capture();
        EventReader reader = new EventReader(mapping, start, clock, sink);
        StoredOffsets.register(life, start == null ? null : start.value());
        DirectQueue.register(life, new DirectQueue.Receiver() {
            @Override
            public void receive(SourceRecord record) throws InterruptedException {
                reader.accept(record);
            }

            @Override
            public @Nullable SourceRecord confirmation(SourceRecord heartbeat) {
                Lsn lsn = published.get();
                return lsn == null ? null : confirming(heartbeat, lsn);
            }
        });
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(EngineSettings.of(settings, mapping, life))
                .using(this::completed)
                .notifying(this::confirm)
                .build();
    }

    /** Completes when the engine has ended; exceptionally when it failed. */
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    public void start() {
        Thread.ofPlatform().name("capture-" + name).start(engine);
    }

    /** A heartbeat whose offset says no more than what was published. */
    private static SourceRecord confirming(SourceRecord heartbeat, Lsn published) {
        return new SourceRecord(
                heartbeat.sourcePartition(),
                Map.of("lsn", published.value(), "lsn_proc", published.value(), "lsn_commit", published.value()),
                heartbeat.topic(),
                heartbeat.keySchema(),
                heartbeat.key(),
                heartbeat.valueSchema(),
                heartbeat.value());
    }

    private void confirm(
            List<RecordChangeEvent<SourceRecord>> confirmations,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        for (RecordChangeEvent<SourceRecord> confirmation : confirmations) {
            if (DirectQueue.confirms(confirmation.record())) {
                committer.markProcessed(confirmation);
            }
        }
        committer.markBatchFinished();
        // The engine's polling thread has nothing else to do: it rests here.
        boolean over = closing.await(CONFIRM_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        if (over) {
            LOG.debug("Capture of {} is closing", name);
        }
    }

    private void completed(boolean success, @Nullable String message, @Nullable Throwable error) {
        if (success && error == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(
                    error != null ? error : new IllegalStateException("The capture engine ended: " + message));
        }
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        try {
            if (!ended.isDone()) {
                engine.close();
            }
            ended.handle((ok, failed) -> ok).get(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IllegalStateException e) {
            LOG.debug("The engine of {} had already ended", name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            LOG.warn("The engine of {} did not end within {} s", name, STOP_PATIENCE.toSeconds());
        } finally {
            DirectQueue.unregister(life);
            StoredOffsets.register(life, null);
        }
    }
}
