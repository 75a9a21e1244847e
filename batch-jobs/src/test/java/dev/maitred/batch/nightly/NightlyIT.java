package dev.maitred.batch.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.runs.RunException;
import dev.maitred.batch.testing.HandWrittenLog;
import dev.maitred.batch.testing.Platform;
import dev.maitred.batch.testing.SmallHistory;
import dev.maitred.batch.testing.SqlTotals;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Occupant.State;
import dev.maitred.contract.change.Slot;
import dev.maitred.embedded.testing.TestServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(900)
final class NightlyIT {

    private static final LocalDate FRIDAY = LocalDate.parse("2030-11-22");
    private static final LocalDate SATURDAY = FRIDAY.plusDays(1);
    private static final Instant TUESDAY = Instant.parse("2030-11-26T09:00:00Z");
    private static final String UNNAMED_MART =
            "SELECT * EXCEPT (publication) FROM night_360 ORDER BY business_date, venue, slot";

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
    void a_known_history_gives_exactly_the_night_counted_by_hand() throws IOException {
        NightlyOutcome outcome = run(FRIDAY);

        assertThat(platform.json("SELECT * EXCEPT (row_hash) FROM night_360")).isEqualTo(countedByHand());
        assertThat(outcome.audited()).isTrue();
        assertThat(outcome.rowsIn()).isEqualTo(79);
        assertThat(outcome.rowsOut()).isEqualTo(1);
        assertThat(outcome.run()).isEqualTo("2030-11-22.1");
        assertThat(platform.json(
                        "SELECT audited, not_audited, lsn, toString(clock) AS clock, toString(history_since) AS since, hash"
                                + " FROM publications"))
                .isEqualTo("{\"audited\":true,\"not_audited\":\"\",\"lsn\":"
                        + log.lsn().value()
                        + ",\"clock\":\"2030-11-23 08:00:00.000000\",\"since\":\"2030-11-22 12:00:00.000000\",\"hash\":\""
                        + outcome.dateHash() + "\"}\n");
    }

    /** A sample of the places in the check, all of them under {@code ./maitred prove}. */
    @Test
    @Tag("prove")
    void a_run_killed_at_any_place_and_started_again_gives_the_same_rows() {
        List<String> places = new CopyOnWriteArrayList<>();
        NightlyOutcome expected = run(FRIDAY, places::add);
        String rows = platform.json(UNNAMED_MART);
        List<String> tried =
                places.stream().filter(place -> !place.startsWith("landed")).toList();
        assertThat(tried).hasSizeGreaterThanOrEqualTo(10);

        int step = Boolean.getBoolean("maitred.prove") ? 1 : 3;
        for (int at = 0; at < tried.size(); at += step) {
            String place = tried.get(at);
            try (NightlyAnalytics killed = platform.analytics(killedAt(place))) {
                assertThatThrownBy(() -> killed.runAgain(FRIDAY))
                        .isInstanceOf(RunException.class)
                        .hasMessageContaining("killed at " + place);
            }
            NightlyOutcome outcome = run(FRIDAY);
            assertThat(outcome.already()).as(place).isFalse();
            assertThat(outcome.hash()).as(place).isEqualTo(expected.hash());
            assertThat(outcome.rowsIn()).as(place).isEqualTo(expected.rowsIn());
            assertThat(platform.json(UNNAMED_MART)).as(place).isEqualTo(rows);
        }
    }

    @Test
    void a_run_whose_process_died_is_recovered_by_the_next_launch() throws Exception {
        for (String place : List.of("landed 2030-11-22T21:00:00Z", "gather/2-occupants.sql", "publish 2030-11-22")) {
            DyingRun.die(platform, source, FRIDAY, place);
            assertThat(jobStates(platform)).last().isEqualTo("STARTED");
        }
        NightlyOutcome outcome = run(FRIDAY);

        assertThat(outcome.run()).isEqualTo("2030-11-22.1");
        assertThat(outcome.audited()).isTrue();
        assertThat(jobStates(platform)).containsExactly("FAILED", "FAILED", "FAILED", "COMPLETED");
        assertThat(platform.json("SELECT * EXCEPT (row_hash) FROM night_360")).isEqualTo(countedByHand());
    }

    @Test
    void a_finished_run_is_not_repeated_and_asked_for_again_gives_the_same_rows() {
        NightlyOutcome first = run(FRIDAY);
        String rows = platform.json(UNNAMED_MART);

        NightlyOutcome second = run(FRIDAY);
        assertThat(second.already()).isTrue();
        assertThat(second.endedAt()).isEqualTo(first.endedAt());
        assertThat(second.hash()).isEqualTo(first.hash());

        try (NightlyAnalytics analytics = platform.analytics(Checkpoint.NONE)) {
            NightlyOutcome third = analytics.runAgain(FRIDAY);
            assertThat(third.run()).isEqualTo("2030-11-22.2");
            assertThat(third.hash()).isEqualTo(first.hash());
        }
        assertThat(platform.json(UNNAMED_MART)).isEqualTo(rows);
    }

    @Test
    void a_date_that_was_not_over_is_run_again_when_it_is() {
        NightlyOutcome early = run(SATURDAY);
        assertThat(early.rowsOut()).isEqualTo(2);
        assertThat(platform.json("SELECT complete FROM night_360 WHERE slot = '56'"))
                .isEqualTo("{\"complete\":false}\n");

        watermarkOn(TUESDAY);
        NightlyOutcome late = run(SATURDAY);
        assertThat(late.already()).isFalse();
        assertThat(late.run()).isEqualTo("2030-11-23.2");
        assertThat(platform.json("SELECT complete FROM night_360 WHERE slot = '56'"))
                .isEqualTo("{\"complete\":true}\n");
    }

    @Test
    void nights_that_begin_never_or_never_end_disturb_no_other() throws IOException {
        history.commit(
                SmallHistory.MORNING.plusSeconds(60),
                SmallHistory.put("90", new Slot("Never", Micros.NEVER, Micros.NEVER, true)),
                SmallHistory.put("91", new Slot("Endless", Micros.of(SmallHistory.DOORS), Micros.NEVER, true)));
        watermarkOn(SmallHistory.MORNING.plusSeconds(120));
        run(FRIDAY);

        assertThat(platform.json("SELECT * EXCEPT (row_hash) FROM night_360 WHERE slot = '55'"))
                .isEqualTo(countedByHand());
        assertThat(platform.json(
                        "SELECT slot FROM night_360 WHERE slot IN ('90', '91') AND business_date = '2030-11-22'"))
                .isEqualTo("{\"slot\":\"91\"}\n");
    }

    @Test
    void a_late_cancellation_builds_exactly_its_night_anew() {
        history.commit(
                SmallHistory.MORNING.plusSeconds(60),
                SmallHistory.put("58", SmallHistory.night("Matinee", SmallHistory.DOORS.minus(Duration.ofHours(4)))));
        watermarkOn(SmallHistory.MORNING.plusSeconds(120));
        run(FRIDAY);
        String friday = platform.json(rowOf("55"));
        String matinee = platform.json(rowOf("58"));

        history.commit(TUESDAY, SmallHistory.booking("b3", "55", "3", State.CANCELLED, 3, 7_500, "18:00"));
        watermarkOn(TUESDAY.plusSeconds(1));
        NightlyOutcome tuesday = run(LocalDate.parse("2030-11-25"));

        assertThat(tuesday.audited()).as(tuesday.toString()).isTrue();
        assertThat(platform.json("SELECT slot FROM touched_nights WHERE built ORDER BY slot"))
                .isEqualTo("{\"slot\":\"55\"}\n{\"slot\":\"56\"}\n");
        assertThat(platform.json(rowOf("58"))).as("untouched on the same date").isEqualTo(matinee);
        assertThat(platform.json(rowOf("55"))).isNotEqualTo(friday);
        assertThat(platform.json("SELECT bookings_cancelled, bookings_no_show, sold FROM night_360 WHERE slot = '55'"))
                .isEqualTo("{\"bookings_cancelled\":2,\"bookings_no_show\":0,\"sold\":2}\n");
    }

    @Test
    void the_audit_names_a_row_altered_in_the_history() {
        run(FRIDAY);
        platform.run("ALTER TABLE changes UPDATE state = 'confirmed' WHERE row = 'b2' AND state = 'cancelled'"
                + " SETTINGS mutations_sync = 1");
        try (NightlyAnalytics analytics = platform.analytics(Checkpoint.NONE)) {
            NightlyOutcome outcome = analytics.runAgain(FRIDAY);
            assertThat(outcome.audited()).isFalse();
            assertThat(outcome.differences())
                    .containsExactly(
                            new NightlyOutcome.Difference(
                                    FRIDAY, SmallHistory.CLUB, "55", "occupants", "booking/cancelled", 1, 0),
                            new NightlyOutcome.Difference(
                                    FRIDAY, SmallHistory.CLUB, "55", "occupants", "booking/confirmed", 0, 1));
        }
        assertThat(platform.json("SELECT audited, differences FROM publications WHERE publication = '2030-11-22.2'"))
                .isEqualTo("{\"audited\":false,\"differences\":2}\n");
    }

    @Test
    void the_audit_names_a_row_altered_after_it_was_published() {
        run(FRIDAY);
        platform.run(
                "ALTER TABLE night_360 UPDATE admitted_people = 600 WHERE slot = '55' SETTINGS mutations_sync = 1");
        watermarkOn(TUESDAY);
        NightlyOutcome outcome = run(SATURDAY);

        assertThat(outcome.differences())
                .containsExactly(new NightlyOutcome.Difference(
                        FRIDAY, SmallHistory.CLUB, "55", "row", "altered after it was published", 0, 1));
    }

    @Test
    void without_the_source_it_is_published_as_not_audited() {
        source.down(true);
        NightlyOutcome unaudited = run(FRIDAY);
        assertThat(unaudited.audited()).isFalse();
        assertThat(unaudited.notAudited()).isEqualTo("nightclub: the booking database does not answer");
        assertThat(unaudited.rowsOut()).isEqualTo(1);

        source.down(false);
        NightlyOutcome audited = run(FRIDAY);
        assertThat(audited.run()).isEqualTo("2030-11-22.2");
        assertThat(audited.audited()).isTrue();
        assertThat(audited.hash()).isEqualTo(unaudited.hash());
    }

    @Test
    void two_launches_of_one_date_are_one_run() throws Exception {
        CountDownLatch underWay = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                NightlyAnalytics one = platform.analytics(place -> {
                    if (place.equals("audit")) {
                        underWay.countDown();
                        await(goOn);
                    }
                });
                NightlyAnalytics other = platform.analytics(Checkpoint.NONE)) {
            // Not yet over at the venue, so that only the launch at the same time makes them one.
            CompletableFuture<NightlyOutcome> first = CompletableFuture.supplyAsync(() -> one.run(SATURDAY), threads);
            await(underWay);
            platform.waits().drain();
            CompletableFuture<NightlyOutcome> second =
                    CompletableFuture.supplyAsync(() -> other.run(SATURDAY), threads);
            platform.waits().next();
            goOn.countDown();

            assertThat(second.get().already()).isTrue();
            assertThat(second.get().run()).isEqualTo(first.get().run());
            assertThat(second.get().hash()).isEqualTo(first.get().hash());
        }
        assertThat(jobStates(platform)).containsExactly("COMPLETED");
    }

    @Test
    void last_night_is_the_last_that_is_over_at_the_venue() {
        try (NightlyAnalytics analytics = platform.analytics(Checkpoint.NONE)) {
            assertThat(analytics.lastNight(at("2030-11-23T05:00:00Z"))).isEqualTo(FRIDAY);
            assertThat(analytics.lastNight(at("2030-11-23T04:59:59Z"))).isEqualTo(FRIDAY.minusDays(1));
            assertThat(analytics.lastNight(at("2030-11-23T23:30:00Z"))).isEqualTo(FRIDAY);
        }
    }

    private NightlyOutcome run(LocalDate date) {
        return run(date, Checkpoint.NONE);
    }

    private NightlyOutcome run(LocalDate date, Checkpoint checkpoint) {
        try (NightlyAnalytics analytics = platform.analytics(checkpoint)) {
            return analytics.run(date);
        }
    }

    private void watermarkOn(Instant at) {
        log.watermark(at);
        source.standsAt(log.lsn(), at);
    }

    private static String rowOf(String slot) {
        return "SELECT * EXCEPT (publication) FROM night_360 WHERE slot = '" + slot + "'";
    }

    private static Checkpoint killedAt(String place) {
        return passed -> {
            if (passed.equals(place)) {
                throw new IllegalStateException("killed at " + place);
            }
        };
    }

    private static List<String> jobStates(Platform platform) throws Exception {
        List<String> states = new java.util.ArrayList<>();
        try (var connection = platform.jobs().connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT status FROM batch_job_execution ORDER BY job_execution_id")) {
            while (rows.next()) {
                states.add(rows.getString(1));
            }
        }
        return states;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(2, java.util.concurrent.TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }

    private static String countedByHand() throws IOException {
        try (InputStream file = NightlyIT.class.getResourceAsStream("/night/counted-by-hand.json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
