package dev.maitred.ops.deadletters;

import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.deadletters.DeadLetters.DeadLetter;
import dev.maitred.ops.problems.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells which rows were put aside and why. */
@RestController
final class DeadLetterController {

    private static final int MOST = 1_000;

    /** Each asks Kafka anew, which is dear: of more, some are told to come again. */
    private static final int MOST_AT_ONCE = 2;

    private static final Duration COME_AGAIN_AFTER = Duration.ofSeconds(1);

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final DeadLetters letters;

    DeadLetterController(OpsSettings settings) {
        this.letters = new DeadLetters(settings.kafkaBootstrap());
    }

    /**
     * The newest first; of the last 20,000 that there are.
     *
     * @param table as in bookings
     * @param row its primary key
     */
    @GetMapping("/api/v1/dead-letters")
    List<DeadLetter> newest(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String table,
            @RequestParam(required = false) @Nullable String row,
            @RequestParam(defaultValue = "100") int limit) {
        if (limit < 1 || limit > MOST) {
            throw Problem.badRequest("limit: expected 1 to " + MOST + ", found " + limit);
        }
        if (!places.tryAcquire()) {
            throw Problem.tooMany(
                    MOST_AT_ONCE + " others read the dead letters at this moment; ask again when they are done",
                    COME_AGAIN_AFTER);
        }
        try {
            return letters.newest(
                    each -> (source == null || source.equals(each.source()))
                            && (table == null || table.equals(each.table()))
                            && (row == null || row.equals(each.row())),
                    limit);
        } finally {
            places.release();
        }
    }
}
