package dev.maitred.ops.pipeline;

import dev.maitred.ops.answer.Envelope;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Freshness hop by hop, replication-slot health, partitions. */
@RestController
final class PipelineController {

    private final Pipeline pipeline;

    PipelineController(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    @GetMapping(path = "/api/v1/pipeline", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] pipeline() {
        return Envelope.of(pipeline.json(), pipeline.asOf());
    }
}
