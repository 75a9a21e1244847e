package dev.maitred.batch.nightly;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/** A step that does its work at once, and from its beginning when it is repeated. */
interface NightStep extends Tasklet {

    /** @return rows written, for the step's books */
    long run(NightRun run);

    @Override
    default RepeatStatus execute(StepContribution contribution, ChunkContext context) {
        contribution.incrementWriteCount(
                run(NightRun.of(context.getStepContext().getStepExecution().getJobParameters())));
        return RepeatStatus.FINISHED;
    }
}
