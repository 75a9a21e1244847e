package dev.maitred.ops.boards;

import dev.maitred.contract.Micros;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Envelope;
import dev.maitred.ops.answer.Freshness;
import dev.maitred.ops.problems.Problem;
import dev.maitred.ops.streams.Explanations;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Venues, slots, one board, its free units, and why they are as they are. */
@RestController
@RequestMapping(path = "/api/v1/venues", produces = MediaType.APPLICATION_JSON_VALUE)
final class BoardController {

    private static final String AS_OF = "Maitred-As-Of";
    private static final String AGE = "Maitred-Age-Millis";

    private final Boards boards;
    private final Explanations explanations;

    BoardController(Boards boards, Explanations explanations) {
        this.boards = boards;
        this.explanations = explanations;
    }

    @GetMapping
    byte[] venues(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String atLeast,
            @RequestParam(required = false) @Nullable Long wait)
            throws InterruptedException {
        Freshness.await((lsn, patience) -> boards.awaitAll(source, lsn, patience), atLeast, wait);
        Boards.Listing venues = boards.venues(source);
        return Envelope.ofAll(venues.values(), venues.asOf(), venues.partitions());
    }

    @GetMapping("/{venue}/slots")
    byte[] slots(
            @PathVariable String venue,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String atLeast,
            @RequestParam(required = false) @Nullable Long wait)
            throws InterruptedException {
        long fromMicros = instant("from", from, Micros.UNKNOWN);
        long toMicros = instant("to", to, Micros.NEVER);
        Freshness.await((lsn, patience) -> boards.await(venue, lsn, patience), atLeast, wait);
        Boards.Listing slots = boards.slots(venue, fromMicros, toMicros).orElseThrow(() -> noVenue(venue));
        if (!slots.asOf().isKnown()) {
            throw notYet(venue);
        }
        return Envelope.ofAll(slots.values(), slots.asOf(), slots.partitions());
    }

    @GetMapping("/{venue}/slots/{slot}")
    ResponseEntity<byte[]> slot(
            @PathVariable String venue,
            @PathVariable String slot,
            @RequestParam(required = false) @Nullable String atLeast,
            @RequestParam(required = false) @Nullable Long wait,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String known)
            throws InterruptedException {
        Freshness.await((lsn, patience) -> boards.await(venue, lsn, patience), atLeast, wait);
        Boards.Reading reading = boards.read(venue, slot);
        AsOf asOf = reading.asOf();
        BoardEntry board = there(reading, venue, slot);
        if (board.etag().equals(known)) {
            return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
                    .eTag(board.etag())
                    .header(AS_OF, asOf.lsn().toString())
                    .header(AGE, Long.toString(asOf.ageMillis()))
                    .build();
        }
        return ResponseEntity.ok().eTag(board.etag()).body(Envelope.of(board.whole(), asOf));
    }

    @GetMapping("/{venue}/slots/{slot}/free")
    byte[] free(
            @PathVariable String venue,
            @PathVariable String slot,
            @RequestParam(required = false) @Nullable String atLeast,
            @RequestParam(required = false) @Nullable Long wait)
            throws InterruptedException {
        Freshness.await((lsn, patience) -> boards.await(venue, lsn, patience), atLeast, wait);
        Boards.Reading reading = boards.read(venue, slot);
        return Envelope.of(FreeUnits.of(there(reading, venue, slot)), reading.asOf());
    }

    @GetMapping("/{venue}/slots/{slot}/explain")
    byte[] explain(
            @PathVariable String venue,
            @PathVariable String slot,
            @RequestParam(required = false) @Nullable String atLeast,
            @RequestParam(required = false) @Nullable Long wait)
            throws InterruptedException {
        Freshness.await((lsn, patience) -> boards.await(venue, lsn, patience), atLeast, wait);
        return explanations.explain(venue, slot).orElseThrow(() -> noSlot(venue, slot));
    }

    private static long instant(String name, @Nullable String text, long otherwise) {
        if (text == null) {
            return otherwise;
        }
        try {
            return Micros.of(Instant.parse(text));
        } catch (DateTimeException | ArithmeticException e) {
            throw Problem.badRequest(name + ": expected an instant like 2026-11-20T21:00:00Z, found \"" + text + "\"");
        }
    }

    private BoardEntry there(Boards.Reading reading, String venue, String slot) {
        BoardEntry board = reading.board();
        if (!reading.asOf().isKnown()) {
            throw notYet(venue);
        }
        if (board == null) {
            throw noSlot(venue, slot);
        }
        return board;
    }

    private Problem noVenue(String venue) {
        return boards.mayCome(venue)
                ? notYet(venue)
                : Problem.notFound("There is no venue " + venue + ". GET /api/v1/venues lists them.");
    }

    private static Problem notYet(String venue) {
        return Problem.unavailable("What there is of " + venue + " is still being read. Ask again in a second.");
    }

    private Problem noSlot(String venue, String slot) {
        return boards.mayCome(venue)
                ? notYet(venue)
                : Problem.notFound("The venue " + venue + " has no open slot " + slot + ". GET /api/v1/venues/" + venue
                        + "/slots lists them.");
    }
}
