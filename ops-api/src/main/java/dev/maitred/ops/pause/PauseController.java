package dev.maitred.ops.pause;

import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.answer.IngestCommands;
import dev.maitred.ops.problems.Problem;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Lets an operator have a source left alone, as while its database is worked on. {@code /api/v1/pipeline} says when it is so. */
@RestController
final class PauseController {

    private final OpsSettings settings;
    private final IngestCommands ingest;

    PauseController(OpsSettings settings, IngestCommands ingest) {
        this.settings = settings;
        this.ingest = ingest;
    }

    /** It stays so, through restarts, until it is resumed; answers get older, and PostgreSQL keeps its log. */
    @PostMapping("/api/v1/sources/{source}/pause")
    ResponseEntity<Void> pause(@PathVariable String source) {
        ingest.pause(known(source), true);
        return ResponseEntity.accepted().build();
    }

    /** It is read again from where it was left. */
    @PostMapping("/api/v1/sources/{source}/resume")
    ResponseEntity<Void> resume(@PathVariable String source) {
        ingest.pause(known(source), false);
        return ResponseEntity.accepted().build();
    }

    private String known(String source) {
        List<String> known =
                settings.sources().stream().map(SourceSettings::name).toList();
        if (!known.contains(source)) {
            throw Problem.notFound("There is no source \"" + source + "\". Known sources: " + known);
        }
        return source;
    }
}
