package dev.maitred.ops.trace;

import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.mapping.SourcesInForce;
import dev.maitred.ops.problems.Problem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Tells what became of a row. */
@RestController
final class TraceController {

    /** Each takes a replication slot of the source and reads logs: of more, some are told to come again. */
    private static final int MOST_AT_ONCE = 2;

    private static final Duration COME_AGAIN_AFTER = Duration.ofSeconds(2);

    /** Characters. No key that the platform can hold is longer. */
    private static final int LONGEST_KEY = 4_000;

    private static final int LONGEST_NAME = 200;

    private final Semaphore places = new Semaphore(MOST_AT_ONCE);
    private final SourcesInForce sources;
    private final Tracer tracer;

    TraceController(SourcesInForce sources, Tracer tracer) {
        this.sources = sources;
        this.tracer = tracer;
    }

    /**
     * @param source needed where several sources map that table
     * @param table as in bookings, or sales.bookings where its schema is not public
     * @param row its primary key; of several columns joined by commas, as in 7,42
     */
    @GetMapping("/api/v1/trace")
    Trace trace(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String table,
            @RequestParam(required = false) @Nullable String row)
            throws InterruptedException {
        if (table == null || table.isBlank() || table.length() > LONGEST_NAME) {
            throw Problem.badRequest("table: expected a mapped table, as in bookings, found "
                    + (table == null || table.isBlank() ? "none" : "a name of " + table.length() + " characters"));
        }
        if (row == null || row.isEmpty() || row.length() > LONGEST_KEY) {
            throw Problem.badRequest("row: expected a primary key, as in 4711 or 7,42, found "
                    + (row == null || row.isEmpty()
                            ? "none"
                            : "one of " + row.length() + " characters; at most are " + LONGEST_KEY));
        }
        TableName name = TableName.parse(table);
        SourceSettings chosen = chosen(source, name);
        if (!places.tryAcquire()) {
            throw Problem.tooMany(
                    MOST_AT_ONCE + " other rows are traced at this moment; ask again when they are done",
                    COME_AGAIN_AFTER);
        }
        try {
            return tracer.trace(chosen, name, row);
        } finally {
            places.release();
        }
    }

    private SourceSettings chosen(@Nullable String named, TableName table) {
        List<SourceSettings> all = sources.all();
        List<SourceSettings> meant = all.stream()
                .filter(each -> named == null || each.name().equals(named))
                .toList();
        if (meant.isEmpty()) {
            throw Problem.notFound("There is no source "
                    + (named == null ? "" : "\"" + named + "\" ") + "that this instance may read. Known: "
                    + names(all) + ".");
        }
        if (meant.size() == 1) {
            return meant.getFirst();
        }
        List<SourceSettings> mapping = meant.stream()
                .filter(each -> !MappedRules.of(each.mapping()).of(table).isEmpty())
                .toList();
        if (mapping.size() == 1) {
            return mapping.getFirst();
        }
        if (mapping.isEmpty()) {
            throw Problem.notFound("No source maps a table " + table.shortName() + ". "
                    + String.join(
                            " ",
                            all.stream()
                                    .map(each -> each.name() + " maps: "
                                            + String.join(
                                                    ", ",
                                                    MappedRules.of(each.mapping())
                                                            .tables())
                                            + ".")
                                    .toList()));
        }
        throw Problem.badRequest("source: several sources map a table " + table.shortName() + ": " + names(mapping)
                + ". Name the one that is meant, as in source="
                + mapping.getFirst().name() + ".");
    }

    private static String names(List<SourceSettings> sources) {
        return String.join(", ", sources.stream().map(SourceSettings::name).toList());
    }
}
