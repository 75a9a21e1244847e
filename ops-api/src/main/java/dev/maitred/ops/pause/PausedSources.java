package dev.maitred.ops.pause;

import dev.maitred.contract.Micros;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.pipeline.SourceStatuses;
import dev.maitred.ops.problems.Problem;
import org.jspecify.annotations.Nullable;

/** Which sources somebody has paused, in words for those who wait for one in vain. */
public final class PausedSources {

    private final SourceStatuses statuses;
    private final Watermarks watermarks;

    public PausedSources(SourceStatuses statuses, Watermarks watermarks) {
        this.statuses = statuses;
        this.watermarks = watermarks;
    }

    /** That it is paused, as of when its answers are, and what lets it go on; null when it is not, or nobody here knows. */
    public @Nullable String says(String source) {
        boolean paused = statuses.all().stream()
                .anyMatch(each -> each.source().equals(source) && each.state().equals("paused"));
        if (!paused) {
            return null;
        }
        // When it was paused is kept nowhere: what it was last read as of is what matters to who asks.
        AsOf last = watermarks.least(source);
        return "The source " + source + " is paused"
                + (last.isKnown() ? ": it was read last as of " + Micros.instant(last.clockMicros()) : "")
                + ". ./maitred resume --source " + source + " lets it go on.";
    }

    /** @throws Problem 409 when it is paused, since asking again does not help */
    public void requireGoing(String source) {
        String paused = says(source);
        if (paused != null) {
            throw Problem.conflict(paused + " Then ask again.");
        }
    }
}
