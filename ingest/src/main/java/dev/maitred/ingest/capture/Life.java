package dev.maitred.ingest.capture;

import dev.maitred.contract.Lsn;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One life of the capture engine, as the parts of it that the engine makes by itself find it: by an id in the engine's settings, which
 * is no source's name, for two of one name may live in one process.
 */
public final class Life {

    /** The engine's setting that says which life its parts belong to. */
    static final String SETTING = "maitred.life";

    private static final Map<String, Life> LIVES = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();
    private final LogReader log;
    private final Supplier<@Nullable Lsn> published;

    /** What the engine wants to be kept of where it stands, as it wrote it. */
    private volatile String offset;

    private Life(LogReader log, Lsn start, Supplier<@Nullable Lsn> published) {
        this.log = log;
        this.published = published;
        this.offset = "{\"lsn\":" + start.value() + "}";
    }

    /** @param published how far publication has come, null until it has */
    static Life begin(LogReader log, Lsn start, Supplier<@Nullable Lsn> published) {
        Life life = new Life(log, start, published);
        LIVES.put(life.id, life);
        return life;
    }

    /** That of an engine with these settings. */
    public static Life of(Map<String, ?> settings) {
        Object id = Objects.requireNonNull(settings.get(SETTING), SETTING);
        return Objects.requireNonNull(LIVES.get(id.toString()), "no capture of this life");
    }

    String id() {
        return id;
    }

    /** Reads what the engine receives. */
    public LogReader log() {
        return log;
    }

    @Nullable
    Lsn published() {
        return published.get();
    }

    String offset() {
        return offset;
    }

    void offset(String next) {
        offset = next;
    }

    void end() {
        LIVES.remove(id);
    }
}
