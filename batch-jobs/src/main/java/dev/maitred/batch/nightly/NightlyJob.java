package dev.maitred.batch.nightly;

import dev.maitred.batch.landing.Landing;
import dev.maitred.clickhouse.ClickHouse;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The job, its steps in the order in which they run. Every step can be repeated; none changes what readers see but the publishing. */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing(transactionManagerRef = "platformTransactions")
@EnableJdbcJobRepository(dataSourceRef = "platformDataSource", transactionManagerRef = "platformTransactions")
class NightlyJob {

    static final String NAME = "nightly";

    /** Dates built by one statement: enough to share its fixed cost, few enough to bound its memory. */
    private static final int DATES_PER_CHUNK = 7;

    private final NightlySettings settings;
    private final ClickHouse clickHouse;

    NightlyJob(NightlySettings settings, ClickHouse clickHouse) {
        this.settings = settings;
        this.clickHouse = clickHouse;
    }

    @Bean
    static PlatformTransactionManager platformTransactions(DataSource platformDataSource) {
        return new JdbcTransactionManager(platformDataSource);
    }

    @Bean
    Job nightly(JobRepository runs, Steps steps) {
        return new JobBuilder(NAME, runs)
                .start(steps.totals())
                .next(steps.land())
                .next(steps.cut())
                .next(steps.touch())
                .next(steps.gather())
                .next(steps.build())
                .next(steps.audit())
                .next(steps.publish())
                .next(steps.retain())
                .build();
    }

    /** In the order of the job. */
    record Steps(
            Step totals,
            Step land,
            Step cut,
            Step touch,
            Step gather,
            Step build,
            Step audit,
            Step publish,
            Step retain) {}

    @Bean
    Steps steps(JobRepository runs, PlatformTransactionManager transactions) {
        var progress = settings.progress();
        var checkpoint = settings.checkpoint();
        var landing = new Landing(clickHouse, settings.kafkaBootstrap(), settings.clock(), progress, checkpoint);
        return new Steps(
                once(
                        "1-totals",
                        new ReadTotals(clickHouse, settings.totals(), progress, checkpoint),
                        runs,
                        transactions),
                once("2-land", new LandChanges(clickHouse, landing, settings.patience()), runs, transactions),
                once("3-cut", new SetCuts(clickHouse, checkpoint), runs, transactions),
                once("4-touch", new FindTouchedNights(clickHouse, progress, checkpoint), runs, transactions),
                once("5-gather", new GatherNights(clickHouse, progress, checkpoint), runs, transactions),
                byDate("6-build", new BuildMarts(clickHouse, progress, checkpoint), runs, transactions),
                once("7-audit", new AuditMarts(clickHouse, progress, checkpoint), runs, transactions),
                byDate("8-publish", new PublishMarts(clickHouse, progress, checkpoint), runs, transactions),
                once("9-retain", new Retain(clickHouse, progress), runs, transactions));
    }

    private static Step once(String name, NightStep step, JobRepository runs, PlatformTransactionManager transactions) {
        return new StepBuilder(name, runs).tasklet(step, transactions).build();
    }

    /** Reader: the touched dates. Writer: given. Chunk: a week. */
    private Step byDate(
            String name, ItemWriter<LocalDate> writer, JobRepository runs, PlatformTransactionManager transactions) {
        TouchedDates dates = new TouchedDates(clickHouse, name);
        return new StepBuilder(name, runs)
                        .<LocalDate, LocalDate>chunk(DATES_PER_CHUNK)
                        .transactionManager(transactions)
                        .reader(dates)
                        .writer(writer)
                        .stream(dates)
                        .build();
    }
}
