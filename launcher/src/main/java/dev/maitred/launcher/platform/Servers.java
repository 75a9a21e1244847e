package dev.maitred.launcher.platform;

import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.clickhouse.ClickHouseServer;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.embedded.postgres.PostgresServer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The servers below a platform: embedded ones, all started at the same time, and those that were there already. */
final class Servers {

    private final @Nullable PostgresServer postgres;
    private final @Nullable KafkaServer kafka;
    private final String kafkaBootstrap;
    private final @Nullable ClickHouseAddress given;
    private final CompletableFuture<@Nullable ClickHouseServer> clickHouse;

    private Servers(
            @Nullable PostgresServer postgres,
            @Nullable KafkaServer kafka,
            String kafkaBootstrap,
            @Nullable ClickHouseAddress given,
            CompletableFuture<@Nullable ClickHouseServer> clickHouse) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.kafkaBootstrap = kafkaBootstrap;
        this.given = given;
        this.clickHouse = clickHouse;
    }

    /**
     * Starts what the plan does not have already; ClickHouse may still be starting when this returns.
     *
     * @param parts what is started is added to them, also when the start as a whole fails
     */
    static Servers start(DataDirectory data, PlatformPlan plan, OpenParts parts, Consumer<String> progress)
            throws SQLException {
        sayWhich(plan, progress);
        CompletableFuture<@Nullable ClickHouseServer> clickHouse = plan.clickHouse() != null
                ? CompletableFuture.completedFuture(null)
                : ReportsServer.starting(data, progress);
        parts.add(() -> ReportsServer.stop(clickHouse));
        CompletableFuture<@Nullable PostgresServer> postgres = plan.needsPostgres()
                ? Aside.start("postgres-start", () -> PostgresServer.start(data.postgres(), data.logs()))
                : CompletableFuture.completedFuture(null);
        parts.add(() -> stop(postgres));
        String bootstrap = plan.kafkaBootstrap();
        KafkaServer kafka = bootstrap == null ? parts.add(KafkaServer.start(data.kafka())) : null;
        return new Servers(
                Aside.join(postgres),
                kafka,
                kafka == null ? String.valueOf(bootstrap) : kafka.bootstrap(),
                plan.clickHouse(),
                clickHouse);
    }

    private static void sayWhich(PlatformPlan plan, Consumer<String> progress) {
        List<String> embedded = new ArrayList<>();
        if (plan.needsPostgres()) {
            embedded.add("PostgreSQL");
        }
        if (plan.kafkaBootstrap() == null) {
            embedded.add("Kafka");
        }
        if (plan.clickHouse() == null) {
            embedded.add("ClickHouse");
        }
        if (!embedded.isEmpty()) {
            int last = embedded.size() - 1;
            progress.accept("starting "
                    + (last == 0
                            ? embedded.getFirst()
                            : String.join(", ", embedded.subList(0, last)) + " and " + embedded.get(last)));
        }
    }

    private static void stop(CompletableFuture<@Nullable PostgresServer> starting) {
        PostgresServer server = starting.exceptionally(failed -> null).join();
        if (server != null) {
            server.close();
        }
    }

    /** The embedded PostgreSQL; null when nothing needs one. */
    @Nullable
    PostgresServer postgres() {
        return postgres;
    }

    String kafkaBootstrap() {
        return kafkaBootstrap;
    }

    /** Where reports are; waits for an embedded ClickHouse's start. Null: it cannot run here, and its start said why. */
    @Nullable
    ClickHouseAddress clickHouse() {
        ClickHouseServer server = clickHouse.join();
        return server == null ? given : ReportsServer.address(server.endpoint());
    }

    /** Has embedded servers started again that die. */
    void watchedBy(ServerWatch watch) {
        if (postgres != null) {
            watch.add("PostgreSQL", postgres::isAlive, postgres::restart);
        }
        if (kafka != null) {
            watch.add("Kafka", kafka::isAlive, kafka::restart);
        }
        ClickHouseServer reports = clickHouse.join();
        if (reports != null) {
            watch.add("ClickHouse", reports::isAlive, () -> ReportsServer.restart(reports));
        }
    }
}
