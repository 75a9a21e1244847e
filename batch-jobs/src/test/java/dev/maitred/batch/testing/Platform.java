package dev.maitred.batch.testing;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.audit.SourceTotals;
import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.batch.nightly.NightlySettings;
import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.clickhouse.Sql;
import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.embedded.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** A platform of its own for one test: an empty ClickHouse database and an empty job repository, beside a log that tests may share. */
public final class Platform implements AutoCloseable {

    private final ClickHouseAddress address = TestClickHouse.newDatabase();
    private final TestDatabase jobs = TestServers.newDatabase("jobs");
    private final ClickHouse clickHouse = new ClickHouse(address, Duration.ofMinutes(1));
    private final SourceTotals source;
    private final Waits waits = new Waits();

    /** Hears that a launch waits for another one's end. */
    public static final class Waits {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        public void drain() {
            heard.clear();
        }

        /** Returns when the next one waits. */
        public void next() throws InterruptedException {
            if (heard.poll(2, TimeUnit.MINUTES) == null) {
                throw new IllegalStateException("Nobody waited");
            }
        }
    }

    public Waits waits() {
        return waits;
    }

    public Platform(SourceTotals source) {
        this.source = source;
    }

    public ClickHouse clickHouse() {
        return clickHouse;
    }

    public ClickHouseAddress address() {
        return address;
    }

    public TestDatabase jobs() {
        return jobs;
    }

    public NightlyAnalytics analytics(Checkpoint checkpoint) {
        var logger = LoggerFactory.getLogger(Platform.class);
        return new NightlyAnalytics(new NightlySettings(
                address,
                TestServers.kafkaBootstrap(),
                new PlatformDatabase(
                        jobs.jdbcUrl(), jobs.server().user(), jobs.server().password()),
                List.of(source),
                Clock.fixed(SmallHistory.MORNING, ZoneOffset.UTC),
                Duration.ofMinutes(2),
                line -> {
                    logger.info("{}", line);
                    if (line.contains("waiting")) {
                        waits.heard.add(line);
                    }
                },
                checkpoint));
    }

    /** Rows as JSON, one a line. */
    public String json(String sql) {
        return clickHouse.json(
                new Sql("test", sql), Map.of(), rows -> new String(rows.readAllBytes(), StandardCharsets.UTF_8));
    }

    public void run(String sql) {
        clickHouse.run(new Sql("test", sql), Map.of());
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
