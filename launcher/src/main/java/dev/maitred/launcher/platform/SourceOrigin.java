package dev.maitred.launcher.platform;

import dev.maitred.embedded.postgres.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a platform's sources come from: databases of others, or some that are made on the embedded server. */
public interface SourceOrigin {

    /** Whether the sources need an embedded PostgreSQL. */
    boolean needsPostgres();

    /**
     * The sources, of which none need be there yet.
     *
     * @param postgres null when none was needed, not by the sources and not for the platform's own database
     */
    List<PlatformSource> sources(@Nullable PostgresServer postgres);

    /** What starts a platform on these sources, as it is typed after {@code ./maitred}; null: not known. */
    default @Nullable String start() {
        return null;
    }

    /** Makes one of them ready to be captured; runs beside the start of the ops API. */
    void prepare(PlatformSource source) throws SQLException;
}
