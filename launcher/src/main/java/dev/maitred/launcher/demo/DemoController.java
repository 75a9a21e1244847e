package dev.maitred.launcher.demo;

import dev.maitred.mapping.source.SourceDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Three things to try on the demo's own database: book a table, count a night, hold ingest back. */
@RestController
@RequestMapping("/demo")
final class DemoController {

    private static final int LONGEST_HOLD_SECONDS = 30;

    private final DemoPlatform platform;
    private final DemoParts parts;

    DemoController(DemoPlatform platform, DemoParts parts) {
        this.platform = platform;
        this.parts = parts;
    }

    /** @param unit the table's id */
    record BookRequest(
            @Nullable String venue,
            @Nullable String slot,
            @Nullable String unit) {}

    record CancelRequest(@Nullable Long bookingId) {}

    record CountRequest(@Nullable String venue, @Nullable String slot) {}

    /** @param seconds 1 to 30 */
    record HoldBackRequest(@Nullable Integer seconds) {}

    /** @param until by this machine's clock */
    record HeldBack(int seconds, Instant until) {}

    @GetMapping("/status")
    Map<String, String> status() {
        return Map.of("pack", DemoAdditions.NIGHTCLUB);
    }

    @PostMapping(path = "/book", consumes = MediaType.APPLICATION_JSON_VALUE)
    NightclubDesk.Booked book(@RequestBody BookRequest request) {
        String venue = required("venue", request.venue());
        String slot = required("slot", request.slot());
        String unit = required("unit", request.unit());
        return answer(() -> parts.desk().book(venue, slot, unit));
    }

    @PostMapping(path = "/cancel", consumes = MediaType.APPLICATION_JSON_VALUE)
    NightclubDesk.Cancelled cancel(@RequestBody CancelRequest request) {
        long booking = required("bookingId", request.bookingId());
        return answer(() -> parts.desk().cancel(booking));
    }

    @PostMapping(path = "/count", consumes = MediaType.APPLICATION_JSON_VALUE)
    DatabaseCount.Counted count(@RequestBody CountRequest request) {
        String venue = required("venue", request.venue());
        String slot = required("slot", request.slot());
        return answer(() -> parts.counter(venue).count(venue, slot));
    }

    @PostMapping(path = "/hold-back", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.ACCEPTED)
    HeldBack holdBack(@RequestBody HoldBackRequest request) {
        int seconds = required("seconds", request.seconds());
        if (seconds < 1 || seconds > LONGEST_HOLD_SECONDS) {
            throw Refusal.badRequest("seconds: expected 1 to " + LONGEST_HOLD_SECONDS + ", found " + seconds);
        }
        requireRunning();
        platform.platform().holdIngestBack(Duration.ofSeconds(seconds));
        return new HeldBack(seconds, Instant.now().plusSeconds(seconds));
    }

    /** What is asked of the booking database. */
    private interface Question<T> {
        T ask() throws SQLException;
    }

    private <T> T answer(Question<T> question) {
        requireRunning();
        try {
            return question.ask();
        } catch (SQLException e) {
            throw Refusal.unavailable("The booking database did not confirm it: " + SourceDatabase.explain(e)
                    + ". Look at the night before you try again; it may have happened.");
        }
    }

    private void requireRunning() {
        if (!platform.isRunning()) {
            throw Refusal.unavailable("The demo is still starting, so nothing was done. Ask again when it says ready.");
        }
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw Refusal.badRequest("The request's body has no \"" + name + "\".");
        }
        if (value instanceof String text && text.indexOf('\0') >= 0) {
            throw Refusal.badRequest(name + ": expected an id, found a text with a NUL character, which no id has.");
        }
        return value;
    }
}
