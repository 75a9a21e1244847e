package dev.maitred.batch.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.testing.HandWrittenLog;
import dev.maitred.batch.testing.Platform;
import dev.maitred.batch.testing.SmallHistory;
import dev.maitred.batch.testing.SqlTotals;
import dev.maitred.embedded.testing.TestServers;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class NightlyIT {

    static final LocalDate FRIDAY = LocalDate.parse("2030-11-22");

    private SqlTotals source;
    private HandWrittenLog log;
    private SmallHistory history;
    private Platform platform;

    @BeforeEach
    void write_the_small_history() {
        source = new SqlTotals(TestServers.newDatabase("bookings"));
        log = HandWrittenLog.fresh(TestServers.kafkaBootstrap());
        history = new SmallHistory(log, source);
        history.write();
        platform = new Platform(source);
    }

    @AfterEach
    void close() {
        platform.close();
        log.close();
    }

    @Test
    void a_known_history_gives_exactly_the_night_counted_by_hand() throws Exception {
        try (NightlyAnalytics analytics = platform.analytics(Checkpoint.NONE)) {
            NightlyOutcome outcome = analytics.run(FRIDAY);
            System.out.println(outcome);
            System.out.println(platform.json("SELECT * FROM night_360"));
            assertThat(outcome.audited()).as(outcome.toString()).isTrue();
            assertThat(outcome.rowsOut()).isEqualTo(1);
        }
    }
}
