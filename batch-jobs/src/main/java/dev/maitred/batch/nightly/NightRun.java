package dev.maitred.batch.nightly;

import dev.maitred.batch.runs.RunException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Objects;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.scope.context.StepContext;
import org.springframework.batch.core.scope.context.StepSynchronizationManager;
import org.springframework.batch.core.step.StepExecution;

/**
 * A run's identity: the business date, and which edition of it. A date has one edition, unless it was run before it was over, could
 * not be audited, or somebody asks for another.
 */
record NightRun(LocalDate date, long edition) {

    private static final String DATE = "businessDate";
    private static final String EDITION = "edition";

    static NightRun of(JobParameters parameters) {
        LocalDate date = parameters.getLocalDate(DATE);
        Long edition = parameters.getLong(EDITION);
        if (date == null || edition == null) {
            throw new RunException(
                    "Expected the parameters " + DATE + " and " + EDITION + ", found " + parameters, null);
        }
        return new NightRun(date, edition);
    }

    /** The run whose step this thread is in. */
    static NightRun ofThisStep() {
        return of(thisStep().getJobParameters());
    }

    /** When this launch of the run began. */
    static Instant launchedAt() {
        LocalDateTime started = thisStep().getJobExecution().getStartTime();
        return started == null
                ? Instant.now()
                : started.atZone(ZoneId.systemDefault()).toInstant();
    }

    private static StepExecution thisStep() {
        StepContext step = StepSynchronizationManager.getContext();
        if (step == null) {
            throw new IllegalStateException("Expected to be called within a step of the job");
        }
        return step.getStepExecution();
    }

    JobParameters parameters() {
        return new JobParametersBuilder()
                .addLocalDate(DATE, Objects.requireNonNull(date))
                .addLong(EDITION, edition)
                .toJobParameters();
    }

    /** The name of what it publishes: {@code 2026-11-20.1}. */
    String name() {
        return date + "." + edition;
    }
}
