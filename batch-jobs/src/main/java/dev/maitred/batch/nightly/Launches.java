package dev.maitred.batch.nightly;

import dev.maitred.batch.Progress;
import dev.maitred.batch.runs.RunException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;

/** What was launched so far, and the next launch. Whoever launches holds the run lock. */
final class Launches {

    private final JobRepository runs;
    private final JobOperator operator;
    private final Job job;
    private final Progress progress;

    Launches(JobRepository runs, JobOperator operator, Job job, Progress progress) {
        this.runs = runs;
        this.operator = operator;
        this.job = job;
        this.progress = progress;
    }

    /** The newest execution of any date. */
    Optional<JobExecution> newest() {
        return instances().stream()
                .flatMap(instance -> runs.getJobExecutions(instance).stream())
                .max(Comparator.comparingLong(JobExecution::getId));
    }

    /** The newest completed execution of a date. */
    Optional<JobExecution> completed(LocalDate date) {
        return instances().stream()
                .flatMap(instance -> runs.getJobExecutions(instance).stream())
                .filter(execution -> execution.getStatus() == BatchStatus.COMPLETED
                        && runOf(execution).date().equals(date))
                .max(Comparator.comparingLong(JobExecution::getId));
    }

    /** With the lock held, whatever is still said to run is dead: its process ended without a word. */
    void recoverDead() {
        for (JobExecution dead : runs.findRunningJobExecutions(NightlyJob.NAME)) {
            progress.said("run " + runOf(dead).name() + " ended without a word; recovered");
            operator.recover(dead);
        }
    }

    /**
     * The newest execution, when it is of that date and did not come to its end. A failed run that another one has overtaken is left
     * alone: it would publish an older state over a newer one.
     */
    Optional<JobExecution> interrupted(LocalDate date) {
        return newest().filter(last ->
                last.getStatus() != BatchStatus.COMPLETED && runOf(last).date().equals(date));
    }

    /** Goes on with the interrupted run of that date, or begins another edition of it. */
    JobExecution launch(LocalDate date) {
        Optional<JobExecution> interrupted = interrupted(date);
        try {
            if (interrupted.isPresent()) {
                progress.said("run " + runOf(interrupted.get()).name() + " goes on where it stood");
                return operator.restart(interrupted.get());
            }
            NightRun run = new NightRun(date, editions(date) + 1);
            progress.said("run " + run.name() + " begins");
            return operator.start(job, run.parameters());
        } catch (Exception e) {
            throw new RunException("The nightly run of " + date + " could not be launched: " + e.getMessage(), e);
        }
    }

    private long editions(LocalDate date) {
        return instances().stream()
                .flatMap(instance -> runs.getJobExecutions(instance).stream())
                .map(Launches::runOf)
                .filter(run -> run.date().equals(date))
                .mapToLong(NightRun::edition)
                .max()
                .orElse(0);
    }

    private List<JobInstance> instances() {
        return runs.findJobInstances(NightlyJob.NAME);
    }

    static NightRun runOf(JobExecution execution) {
        return NightRun.of(execution.getJobParameters());
    }
}
