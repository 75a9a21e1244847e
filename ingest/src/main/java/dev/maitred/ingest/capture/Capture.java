package dev.maitred.ingest.capture;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.watermark.ClockMessages;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.TableName;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    private final Life life;
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /**
     * @param start the end of the last transaction that was published
     * @param readAt of tables that were read later than that, where
     * @param clock reads the messages of the source's clock
     * @param published how far publication has come, null until it has
     */
    public Capture(
            IngestSettings settings,
            Mapping mapping,
            Lsn start,
            Map<TableName, Lsn> readAt,
            ClockMessages clock,
            CaptureSink sink,
            Supplier<@Nullable Lsn> published) {
        this.name = settings.capture();
        this.life = Life.begin(new LogReader(mapping, start, readAt, clock, sink), start, published);
        this.engine = engine(settings);
    }

    private DebeziumEngine<RecordChangeEvent<SourceRecord>> engine(IngestSettings settings) {
        try {
            return DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                    .using(EngineSettings.of(settings, life.id()))
                    .using(this::completed)
                    .notifying(this::confirm)
                    .build();
        } catch (RuntimeException e) {
            life.end();
            throw e;
        }
    }

    /** Completes when the engine has ended; exceptionally when it failed. */
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    public void start() {
        Thread.ofPlatform().name("capture-" + name).start(engine);
    }

    private void confirm(
            List<RecordChangeEvent<SourceRecord>> confirmations,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        for (RecordChangeEvent<SourceRecord> confirmation : confirmations) {
            if (Confirmations.confirms(confirmation.record())) {
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
            life.end();
        }
    }
}
