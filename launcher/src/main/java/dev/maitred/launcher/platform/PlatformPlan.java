package dev.maitred.launcher.platform;

import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;

/**
 * What a platform is made of.
 *
 * @param sources the booking databases
 * @param kafkaBootstrap of a Kafka that is there; null: an embedded one
 * @param clickHouse that is there; null: an embedded one
 * @param ownDatabase the platform's own, that is there; null: one on an embedded PostgreSQL
 * @param httpPort 0 takes a free one
 * @param additions to the ops API
 */
public record PlatformPlan(
        SourceOrigin sources,
        @Nullable String kafkaBootstrap,
        @Nullable ClickHouseAddress clickHouse,
        @Nullable PlatformDatabase ownDatabase,
        int httpPort,
        Additions additions) {

    /** Makes beans that are added to the ops API. */
    public interface Additions {

        Additions NONE = (context, platform) -> {};

        /** @param platform not running yet */
        void addTo(GenericApplicationContext context, Platform platform);
    }

    /** All servers embedded. */
    public static PlatformPlan embedded(SourceOrigin sources, int httpPort, Additions additions) {
        return new PlatformPlan(sources, null, null, null, httpPort, additions);
    }

    boolean needsPostgres() {
        return ownDatabase == null || sources.needsPostgres();
    }
}
