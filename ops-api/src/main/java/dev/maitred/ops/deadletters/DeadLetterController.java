package dev.maitred.ops.deadletters;

import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.deadletters.DeadLetters.DeadLetter;
import dev.maitred.ops.problems.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells which rows were put aside and why. */
@RestController
final class DeadLetterController {

    private static final int MOST = 1_000;

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
        return letters.newest(
                each -> (source == null || source.equals(each.source()))
                        && (table == null || table.equals(each.table()))
                        && (row == null || row.equals(each.row())),
                limit);
    }
}
