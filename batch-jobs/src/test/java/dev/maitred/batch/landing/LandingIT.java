package dev.maitred.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.testing.HandWrittenLog;
import dev.maitred.batch.testing.Platform;
import dev.maitred.batch.testing.SmallHistory;
import dev.maitred.batch.testing.SqlTotals;
import dev.maitred.clickhouse.ClickHouseSchema;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.change.Occupant.State;
import dev.maitred.embedded.testing.TestServers;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
final class LandingIT {

    private static final String ALL = "SELECT * FROM changes ORDER BY topic, log_partition, log_offset";

    private HandWrittenLog log;
    private SmallHistory history;
    private Platform platform;

    @BeforeEach
    void write_the_small_history() {
        SqlTotals source = new SqlTotals(TestServers.newDatabase("bookings"));
        log = HandWrittenLog.fresh(TestServers.kafkaBootstrap());
        history = new SmallHistory(log, source);
        history.write();
        platform = new Platform(source);
        ClickHouseSchema.migrate(platform.address());
    }

    @AfterEach
    void close() {
        platform.close();
        log.close();
    }

    @Test
    void landing_again_gives_the_same_rows() {
        Landing landing = landing(Checkpoint.NONE);
        assertThat(landing.landAll()).isEqualTo(79);
        String once = platform.json(ALL);

        assertThat(landing.landAll()).as("only the hour that is still open").isZero();
        assertThat(platform.json(ALL)).isEqualTo(once);

        platform.run("TRUNCATE TABLE landings");
        assertThat(landing.landAll()).as("all of it").isEqualTo(79);
        assertThat(platform.json(ALL)).isEqualTo(once);
    }

    @Test
    void a_landing_killed_at_any_place_is_completed_by_the_next() {
        landing(Checkpoint.NONE).landAll();
        String expected = platform.json(ALL);
        for (String place : new String[] {
            "landed to staging 2030-11-22T12:00:00Z",
            "landed 2030-11-22T12:00:00Z",
            "landed to staging 2030-11-22T21:00:00Z"
        }) {
            platform.run("TRUNCATE TABLE landings");
            platform.run("TRUNCATE TABLE landing_watermarks");
            platform.run("TRUNCATE TABLE changes");
            Landing killed = landing(passed -> {
                if (passed.equals(place)) {
                    throw new IllegalStateException("killed at " + place);
                }
            });
            assertThatThrownBy(killed::landAll).hasMessage("killed at " + place);
            landing(Checkpoint.NONE).landAll();
            assertThat(platform.json(ALL)).as(place).isEqualTo(expected);
        }
    }

    @Test
    void every_committed_record_is_a_row_with_its_transaction_and_no_other() {
        landing(Checkpoint.NONE).landAll();

        assertThat(platform.json(
                        "SELECT row, state, deleted, reason, toString(committed_at) AS at, closes, row_index FROM changes"
                                + " WHERE row IN ('b1', 'h1', 'b9') AND committed_at < '2030-11-22 14:00:00'"
                                + " ORDER BY previous_end, row_index"))
                .isEqualTo("""
                        {"row":"h1","state":"held","deleted":false,"reason":"update","at":"2030-11-22 13:00:00.000000","closes":true,"row_index":1}
                        {"row":"b1","state":"confirmed","deleted":false,"reason":"update","at":"2030-11-22 13:03:00.000000","closes":false,"row_index":1}
                        {"row":"h1","state":"","deleted":true,"reason":"delete","at":"2030-11-22 13:03:00.000000","closes":true,"row_index":2}
                        """);
        assertThat(platform.json("SELECT count() AS n FROM changes WHERE row = 'b9'"))
                .isEqualTo("{\"n\":0}\n");
        assertThat(platform.json(
                        "SELECT uniqExact(landing_hour) AS hours, countIf(committed_at IS NULL AND row_index > 0) AS without"
                                + " FROM changes"))
                .isEqualTo("{\"hours\":10,\"without\":0}\n");
    }

    @Test
    void what_comes_later_is_added_to_the_open_hour() {
        Landing landing = landing(Checkpoint.NONE);
        landing.landAll();
        history.commit(
                SmallHistory.MORNING.plusSeconds(60),
                SmallHistory.booking("b5", "56", "1", State.CONFIRMED, 2, 100, "23:55"));

        assertThat(landing.landAll()).isEqualTo(1);
        assertThat(platform.json("SELECT count() AS n FROM changes")).isEqualTo("{\"n\":80}\n");
    }

    @Test
    void a_point_that_the_log_does_not_reach_is_refused_with_what_is_missing() {
        Lsn far = new Lsn(log.lsn().value() + 1);
        assertThatThrownBy(() -> landing(Checkpoint.NONE)
                        .landThrough(Map.of(HandWrittenLog.SOURCE, far), Duration.ofMillis(300)))
                .isInstanceOf(LandingException.class)
                .hasMessageContaining(far.toString())
                .hasMessageContaining("Is ingest running?");
    }

    private Landing landing(Checkpoint checkpoint) {
        return new Landing(
                platform.clickHouse(),
                TestServers.kafkaBootstrap(),
                Clock.fixed(SmallHistory.MORNING, ZoneOffset.UTC),
                line -> {},
                checkpoint);
    }
}
