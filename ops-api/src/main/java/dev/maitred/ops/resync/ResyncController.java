package dev.maitred.ops.resync;

import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.answer.IngestCommands;
import dev.maitred.ops.pause.PausedSources;
import dev.maitred.ops.pipeline.SourceStatuses;
import dev.maitred.ops.pipeline.SourceStatuses.ResyncStatus;
import dev.maitred.ops.problems.Problem;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Lets a manager have rows read again: of one venue, of one table, or all of a source. Live answers go on meanwhile. */
@RestController
final class ResyncController {

    private final OpsSettings settings;
    private final IngestCommands ingest;
    private final SourceStatuses statuses;
    private final PausedSources paused;

    ResyncController(
            OpsSettings settings,
            IngestCommands ingest,
            ObjectProvider<SourceStatuses> statuses,
            PausedSources paused) {
        this.settings = settings;
        this.ingest = ingest;
        this.statuses = statuses.getIfAvailable(() -> List::of);
        this.paused = paused;
    }

    /** Where to look for what becomes of a resync. */
    record Asked(String id, String source) {}

    /**
     * @param venue with its source, as {@code nightclub:7}
     * @param source needed where no venue says it and there are several
     */
    @PostMapping("/api/v1/resyncs")
    ResponseEntity<Asked> ask(
            @RequestParam(required = false) @Nullable String venue,
            @RequestParam(required = false) @Nullable List<String> table,
            @RequestParam(required = false) @Nullable String source) {
        List<String> known =
                settings.sources().stream().map(SourceSettings::name).toList();
        String only = known.size() == 1 ? known.getFirst() : null;
        String named =
                source != null ? source : venue == null ? only : venue.substring(0, Math.max(0, venue.indexOf(':')));
        if (named == null) {
            throw Problem.badRequest(
                    "Expected `venue` (as in nightclub:7) or `source` (as in nightclub), found neither. "
                            + "Known sources: " + known);
        }
        if (!known.contains(named) || venue != null && !venue.startsWith(named + ":")) {
            throw Problem.notFound("There is no source \"" + named + "\" with that venue. Known sources: " + known);
        }
        paused.requireGoing(named);
        String id = UUID.randomUUID().toString();
        ingest.resync(named, id, venue, table == null ? List.of() : table);
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/resyncs/" + id))
                .body(new Asked(id, named));
    }

    /** The last of them, the oldest first. */
    @GetMapping("/api/v1/resyncs")
    List<ResyncStatus> all() {
        return statuses.resyncs();
    }

    @GetMapping("/api/v1/resyncs/{id}")
    ResyncStatus one(@PathVariable String id) {
        return statuses.resyncs().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> Problem.notFound(
                                "There is no resync " + id
                                        + ": ingest has not heard of it yet, or it was long ago. GET /api/v1/resyncs lists the last ones."));
    }
}
