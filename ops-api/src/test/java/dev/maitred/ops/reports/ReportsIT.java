package dev.maitred.ops.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.clickhouse.ClickHouseSchema;
import dev.maitred.clickhouse.Sql;
import dev.maitred.embedded.clickhouse.ClickHouseEndpoint;
import dev.maitred.embedded.clickhouse.ClickHouseServer;
import dev.maitred.embedded.clickhouse.ClickHouseUnavailableException;
import dev.maitred.ops.problems.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;

@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReportsIT {

    private static final LocalDate FRIDAY = LocalDate.parse("2026-11-20");

    @TempDir
    static Path directory;

    private static ClickHouseServer server;
    private static ClickHouseAddress address;
    private static ClickHouseReports reports;
    private static ReportController controller;

    @BeforeAll
    static void start() throws IOException {
        try {
            server = ClickHouseServer.start(directory.resolve("data"), directory.resolve("logs"));
        } catch (ClickHouseUnavailableException e) {
            Assumptions.abort(e.getMessage());
        }
        ClickHouseEndpoint endpoint = server.endpoint();
        address = new ClickHouseAddress(endpoint.url(), endpoint.database(), endpoint.user(), endpoint.password());
        reports = new ClickHouseReports(address);
        controller = new ReportController(reports);
    }

    @AfterAll
    static void stop() {
        if (reports != null) {
            reports.close();
            server.close();
        }
    }

    @Test
    @Order(1)
    void before_the_first_nightly_run_there_is_no_report() {
        assertThat(controller.nights(null).value()).isEmpty();
        assertThat(reports.edition()).isEqualTo(Edition.NONE);
        assertProblem(HttpStatus.NOT_FOUND, () -> controller.night360("nightclub:7", "55"), "nightclub:7/55");
    }

    @Test
    @Order(2)
    void a_finished_night_is_told_with_what_it_rests_on() {
        ClickHouseSchema.migrate(address);
        assertThat(reports.edition()).isEqualTo(Edition.NONE);
        publish();

        Report<Night360> report = controller.night360("nightclub:7", "55");

        assertThat(report.asOf()).isEqualTo(new Report.AsOf("16/B374D848", Instant.parse("2026-11-21T08:00:00Z")));
        assertThat(report.audited()).isTrue();
        assertThat(report.notAudited()).isEmpty();
        assertThat(report.historySince()).isEqualTo(Instant.parse("2026-11-01T12:00:00Z"));
        Night360 night = report.value();
        assertThat(night.businessDate()).isEqualTo(FRIDAY);
        assertThat(night.startsAt()).isEqualTo(Instant.parse("2026-11-20T21:00:00Z"));
        assertThat(night.capacity()).isEqualTo(3);
        assertThat(night.soldShare()).isEqualTo(0.5);
        assertThat(night.sections())
                .containsExactly(new Night360.Section("A", 2L, 1, Instant.parse("2026-11-20T15:00:00Z")));
        assertThat(night.bookings().noShow()).isEqualTo(1);
        assertThat(night.bookings().booked()).containsExactly(new Night360.Amount(17_500, "EUR"));
        assertThat(night.sellThrough())
                .containsExactly(new Night360.SalePoint(60, 1, 0.25), new Night360.SalePoint(-15, 2, null));
        assertThat(night.arrivals()).containsExactly(new Night360.Arrivals(Instant.parse("2026-11-20T21:30:00Z"), 4));
        assertThat(night.checkIns().rejectedByReason()).isEqualTo(Map.of("SUBJECT_NOT_FOUND", 1L));
        assertThat(night.deposits())
                .containsExactly(new Night360.Amount(7_500, "EUR"), new Night360.Amount(1_000, "USD"));
        assertThat(night.payments()).containsOnlyKeys("deposit", "spend");
        assertThat(night.leadMinutes().p50()).isNull();
    }

    @Test
    @Order(3)
    void nights_are_listed_by_date_and_without_one_each_venues_last() {
        assertThat(controller.nights(FRIDAY).value())
                .extracting(NightLine::slot, NightLine::sold, NightLine::audited)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("55", 2L, true));
        assertThat(controller.nights(FRIDAY.minusDays(1)).value()).isEmpty();
        assertThat(controller.nights(LocalDate.of(1, 1, 1)).value()).isEmpty();
        assertThat(controller.nights(LocalDate.of(9999, 12, 31)).value()).isEmpty();
        // What the column's two bytes would take for the Friday.
        assertThat(controller.nights(FRIDAY.plusDays(65_536)).value()).isEmpty();
        assertThat(controller.nights(null).value()).extracting(NightLine::slot).containsExactly("55");
    }

    @Test
    @Order(4)
    void what_is_published_again_is_another_edition() {
        Edition first = reports.edition();
        assertThat(first.nights()).isEqualTo(1);
        assertThat(reports.edition()).isEqualTo(first);

        run(
                "INSERT INTO night_360 (business_date, venue, slot, publication) VALUES ('2026-11-19', 'nightclub:7', '54', '2026-11-20.2')");

        assertThat(reports.edition().nights()).isEqualTo(2);
        assertThat(reports.edition().edition()).isNotEqualTo(first.edition());
    }

    @Test
    @Order(5)
    void a_row_altered_after_it_was_published_is_not_audited() {
        run("ALTER TABLE night_360 UPDATE sold = 3 WHERE slot = '55' SETTINGS mutations_sync = 1");

        Report<Night360> report = controller.night360("nightclub:7", "55");

        assertThat(report.audited()).isFalse();
        assertThat(report.notAudited()).contains("altered");
    }

    @Test
    @Order(6)
    void without_clickhouse_the_reason_is_said() {
        server.close();
        assertProblem(
                HttpStatus.SERVICE_UNAVAILABLE,
                () -> controller.night360("nightclub:7", "55"),
                "ClickHouse does not answer");
        assertProblem(
                HttpStatus.SERVICE_UNAVAILABLE,
                () -> new ReportController(new NoReports("no ClickHouse here")).nights(null),
                "no ClickHouse here");
    }

    private static void assertProblem(HttpStatus status, Runnable question, String words) {
        assertThatThrownBy(question::run).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.status()).isEqualTo(status);
            assertThat(problem.detail()).contains(words);
        });
    }

    private static void publish() {
        for (String statement : List.of(
                "INSERT INTO night_360 (business_date, venue, slot, publication, time_zone, open, starts_at, ends_at, complete,"
                        + " capacity, sections, bookings_no_show, booked_minor, sold, sold_share, sell_through, arrivals,"
                        + " rejected_by_reason, payments_minor)"
                        + " SELECT '2026-11-20', 'nightclub:7', '55', '2026-11-20.1', 'Europe/Berlin', true, '2026-11-20 21:00:00',"
                        + " '2026-11-21 04:00:00', true, 3, [('A', 2, 1, toDateTime64('2026-11-20 15:00:00', 6, 'UTC'))], 1,"
                        + " map('EUR', 17500), 2, 0.5, [(-60, 1, 0.25), (15, 2, NULL)], [(30, 4)], map('SUBJECT_NOT_FOUND', 1),"
                        + " map('deposit', map('EUR', 7500, 'USD', 1000), 'spend', map('EUR', 1))",
                "INSERT INTO publications (mart, business_date, publication, source, lsn, clock, history_since, audited, published_at)"
                        + " VALUES ('night_360', '2026-11-20', '2026-11-20.1', 'nightclub', 97500059720, '2026-11-21 08:00:00',"
                        + " '2026-11-01 12:00:00', true, '2026-11-21 08:01:00')")) {
            run(statement);
        }
    }

    private static void run(String sql) {
        try (ClickHouse clickHouse = new ClickHouse(address, Duration.ofSeconds(30))) {
            clickHouse.run(new Sql("test", sql), Map.of());
        }
    }
}
