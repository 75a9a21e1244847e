package dev.maitred.ops.queues;

import dev.maitred.ops.answer.Envelope;
import dev.maitred.ops.answer.Freshness;
import dev.maitred.ops.boards.Boards.Listing;
import dev.maitred.ops.problems.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How long every queue is. */
@RestController
@RequestMapping(path = "/api/v1/queues", produces = MediaType.APPLICATION_JSON_VALUE)
final class QueueController {

    private final QueueReplica queues;

    QueueController(QueueReplica queues) {
        this.queues = queues;
    }

    @GetMapping
    byte[] queues(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String atLeast,
            @RequestParam(required = false) @Nullable Long wait)
            throws InterruptedException {
        Freshness.await((lsn, patience) -> queues.awaitAll(source, lsn, patience), atLeast, wait);
        Listing all = queues.all(source);
        return Envelope.ofAll(all.values(), all.asOf(), all.partitions());
    }

    @GetMapping("/{queue}")
    byte[] queue(
            @PathVariable String queue,
            @RequestParam(required = false) @Nullable String atLeast,
            @RequestParam(required = false) @Nullable Long wait)
            throws InterruptedException {
        Freshness.await((lsn, patience) -> queues.await(queue, lsn, patience), atLeast, wait);
        QueueReplica.Reading reading = queues.read(queue);
        byte[] board = reading.board();
        if (board != null && reading.asOf().isKnown()) {
            return Envelope.of(board, reading.asOf());
        }
        throw queues.mayCome(queue)
                ? Problem.unavailable("What there is of " + queue + " is still being read. Ask again in a second.")
                : Problem.notFound("There is no queue " + queue + ". GET /api/v1/queues lists them.");
    }
}
