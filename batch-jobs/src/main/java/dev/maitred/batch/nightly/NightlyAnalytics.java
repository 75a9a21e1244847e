package dev.maitred.batch.nightly;

import dev.maitred.batch.landing.Landing;
import dev.maitred.batch.runs.RunException;
import dev.maitred.batch.runs.RunLock;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.ClickHouseSchema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * The nightly analytics of a platform: lands the log, builds the marts of a business date and of every night touched, audits and
 * publishes them. Starts what it needs at its first use. One at a time among all processes that share a platform database.
 */
public final class NightlyAnalytics implements AutoCloseable {

    /** No statement of the job is silent for longer. */
    private static final Duration STATEMENT_PATIENCE = Duration.ofMinutes(10);

    private final NightlySettings settings;
    private @Nullable Started started;

    public NightlyAnalytics(NightlySettings settings) {
        this.settings = settings;
    }

    private record Started(AnnotationConfigApplicationContext context, ClickHouse clickHouse) implements AutoCloseable {

        Launches launches(NightlySettings settings) {
            return new Launches(
                    context.getBean(JobRepository.class),
                    context.getBean(JobOperator.class),
                    context.getBean(Job.class),
                    settings.progress());
        }

        @Override
        public void close() {
            context.close();
            clickHouse.close();
        }
    }

    /**
     * Runs a business date. An interrupted run of it goes on; a finished one is not repeated, unless it ran before the date was over
     * at every venue or could not be audited.
     *
     * @throws RunException when it does not come to its end; the next call goes on where it stood
     */
    public NightlyOutcome run(LocalDate date) {
        return run(date, false);
    }

    /** Runs a business date as of now, also when it was run before: with what the source says now. */
    public NightlyOutcome runAgain(LocalDate date) {
        return run(date, true);
    }

    /**
     * The last business date that was over at some venue by then: where it is not yet, its nights are built as far as they are, and
     * another time when the date is run again. Lands the log first, because the venues are in it. Without any venue it is the day
     * before, in UTC.
     */
    public LocalDate lastNight(Clock clock) {
        Started platform = start();
        try (RunLock lock = lock()) {
            new Landing(
                            platform.clickHouse(),
                            settings.kafkaBootstrap(),
                            settings.clock(),
                            settings.progress(),
                            settings.checkpoint())
                    .landAll();
        }
        return lastNight(venues(platform.clickHouse()), clock.instant());
    }

    static LocalDate lastNight(List<BusinessDay> days, Instant now) {
        LocalDate latest = LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1);
        return days.stream()
                .map(day -> day.lastOver(latest, now))
                .max(Comparator.naturalOrder())
                .orElse(LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1));
    }

    private static boolean isOver(List<BusinessDay> days, LocalDate date, Instant now) {
        return days.stream().noneMatch(day -> day.endOf(date).isAfter(now));
    }

    private static List<BusinessDay> venues(ClickHouse clickHouse) {
        return clickHouse.rows(NightlySql.VENUES, Map.of()).stream()
                .map(row -> new BusinessDay(ZoneId.of(row.getString("time_zone")), row.getInteger("day_ends_minute")))
                .toList();
    }

    private NightlyOutcome run(LocalDate date, boolean again) {
        Started platform = start();
        Launches launches = platform.launches(settings);
        long before = launches.newest().map(JobExecution::getId).orElse(0L);
        try (RunLock lock = lock()) {
            launches.recoverDead();
            Optional<JobExecution> done = launches.completed(date);
            if (done.isPresent() && lock.waited() && done.get().getId() >= before) {
                // Launched twice at once: the other one's run is this one's.
                return outcome(platform.clickHouse(), done.get(), true);
            }
            if (done.isPresent()
                    && !again
                    && launches.interrupted(date).isEmpty()
                    && isFinal(platform.clickHouse(), done.get())) {
                return outcome(platform.clickHouse(), done.get(), true);
            }
            if (done.isPresent() && !again) {
                settings.progress()
                        .said("run " + Launches.runOf(done.get()).name() + " was not the last word on " + date
                                + " (interrupted, not audited, or not over everywhere): it is run again");
            }
            JobExecution execution = launches.launch(date);
            if (execution.getStatus() != BatchStatus.COMPLETED) {
                throw failure(execution);
            }
            return outcome(platform.clickHouse(), execution, false);
        }
    }

    private RunLock lock() {
        return RunLock.acquire(
                settings.platform(), () -> settings.progress().said("another run is under way; waiting for its end"));
    }

    private static RunException failure(JobExecution execution) {
        Throwable cause =
                execution.getAllFailureExceptions().stream().findFirst().orElse(null);
        // Spring's own wrapping says only that a chunk failed.
        while (cause != null
                && cause.getCause() != null
                && cause.getClass().getName().startsWith("org.springframework.")) {
            cause = cause.getCause();
        }
        String why =
                cause == null ? execution.getExitStatus().getExitDescription() : String.valueOf(cause.getMessage());
        return new RunException(
                "Run " + Launches.runOf(execution).name() + " stopped (" + execution.getStatus() + "): " + why
                        + (why.endsWith(".") ? " " : ". ") + "Started again, it goes on where it stood.",
                cause);
    }

    /** Whether there is nothing more to know of its date: it was over everywhere at the run's cut, and the audit found no difference. */
    private static boolean isFinal(ClickHouse clickHouse, JobExecution execution) {
        NightRun run = Launches.runOf(execution);
        var published = published(clickHouse, run);
        Instant clock = Instant.ofEpochSecond(Math.floorDiv(published.getLong("clock_micros"), 1_000_000L));
        return published.getLong("dates") > 0
                && published.getString("not_audited").isEmpty()
                && isOver(venues(clickHouse), run.date(), clock);
    }

    private static com.clickhouse.client.api.query.GenericRecord published(ClickHouse clickHouse, NightRun run) {
        return clickHouse
                .rows(NightlySql.OUTCOME, Map.of("publication", run.name(), "date", run.date()))
                .getFirst();
    }

    private static NightlyOutcome outcome(ClickHouse clickHouse, JobExecution execution, boolean already) {
        NightRun run = Launches.runOf(execution);
        var published = published(clickHouse, run);
        var differences = clickHouse.rows(NightlySql.FOUND, Map.of("run", run.name())).stream()
                .map(row -> new NightlyOutcome.Difference(
                        row.getLocalDate("business_date"),
                        row.getString("venue"),
                        row.getString("slot"),
                        row.getString("what"),
                        row.getString("detail"),
                        row.getLong("expected"),
                        row.getLong("found")))
                .toList();
        long landed = execution.getStepExecutions().stream()
                .filter(step -> step.getStepName().equals("2-land"))
                .mapToLong(step -> step.getWriteCount())
                .sum();
        return new NightlyOutcome(
                run.date(),
                run.name(),
                landed,
                published.getLong("rows_in"),
                published.getLong("rows_out"),
                published.getInteger("dates"),
                seconds(execution),
                endedAt(execution),
                published.getString("hash"),
                published.getString("date_hash"),
                published.getString("not_audited").isEmpty() && differences.isEmpty(),
                published.getString("not_audited"),
                differences,
                already);
    }

    /** Spring Batch keeps this machine's wall clock. */
    private static Instant endedAt(JobExecution execution) {
        return Objects.requireNonNull(execution.getEndTime())
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private static double seconds(JobExecution execution) {
        var start = execution.getStartTime();
        var end = execution.getEndTime();
        return start == null || end == null ? 0 : Duration.between(start, end).toMillis() / 1e3;
    }

    private synchronized Started start() {
        if (started == null) {
            ClickHouse clickHouse = new ClickHouse(settings.clickHouse(), STATEMENT_PATIENCE);
            ClickHouseSchema.migrate(settings.clickHouse());
            settings.platform().prepare();
            var context = new AnnotationConfigApplicationContext();
            context.registerBean("platformDataSource", DataSource.class, settings.platform()::dataSource);
            context.registerBean(NightlySettings.class, () -> settings);
            context.registerBean(ClickHouse.class, () -> clickHouse, definition -> definition.setDestroyMethodName(""));
            context.register(NightlyJob.class);
            context.refresh();
            started = new Started(context, clickHouse);
        }
        return started;
    }

    @Override
    public synchronized void close() {
        if (started != null) {
            started.close();
            started = null;
        }
    }
}
