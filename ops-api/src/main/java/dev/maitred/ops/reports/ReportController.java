package dev.maitred.ops.reports;

import dev.maitred.ops.problems.Problem;
import java.time.LocalDate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Finished reports: 404 for a night that has none, 503 when they cannot be read. */
@RestController
@RequestMapping("/api/v1/reports")
final class ReportController {

    private static final int LAST_YEAR = 9999;

    private final Reports reports;

    ReportController(Reports reports) {
        this.reports = reports;
    }

    @GetMapping("/night-360/{venue}/{slot}")
    Report<Night360> night360(@PathVariable String venue, @PathVariable String slot) {
        return answer(() -> reports.night360(venue, slot))
                .orElseThrow(
                        () -> Problem.notFound(
                                "There is no finished report of the night " + venue + "/" + slot
                                        + ". The nightly job publishes one when its business date is over; /api/v1/reports/nights lists those there are."));
    }

    /** @param date a business date; without it the last complete night of every venue */
    @GetMapping("/nights")
    Nights nights(
            @RequestParam(required = false) @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) @Nullable LocalDate date) {
        if (date != null && (date.getYear() < 1 || date.getYear() > LAST_YEAR)) {
            throw Problem.badRequest(
                    "date: expected a date from 0001-01-01 to 9999-12-31 like 2026-11-20, found \"" + date + "\"");
        }
        return answer(() -> date == null ? reports.lastNights() : reports.nights(date));
    }

    private static <T> T answer(Supplier<T> question) {
        try {
            return question.get();
        } catch (ReportsUnavailableException e) {
            throw Problem.unavailable(String.valueOf(e.getMessage()));
        }
    }
}
