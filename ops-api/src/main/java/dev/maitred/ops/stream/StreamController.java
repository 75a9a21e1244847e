package dev.maitred.ops.stream;

import dev.maitred.ops.problems.Problem;
import dev.maitred.ops.stream.EventStreams.EventStream;
import dev.maitred.ops.stream.EventStreams.Key;
import dev.maitred.ops.stream.EventStreams.Kind;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Server-sent events. Each stream is one virtual thread that waits for its reader's next event. */
@RestController
final class StreamController {

    private static final Logger LOG = LoggerFactory.getLogger(StreamController.class);

    private static final int MOST_KEYS = 200;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);
    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final EventStreams streams;

    StreamController(EventStreams streams) {
        this.streams = streams;
    }

    @GetMapping("/api/v1/stream")
    void stream(
            @RequestParam(required = false) @Nullable List<String> board,
            @RequestParam(required = false) @Nullable List<String> queue,
            @RequestParam(required = false) @Nullable String pipeline,
            @RequestParam(required = false) @Nullable String reports,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Set<Key> keys = keys(board, queue, pipeline, reports);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        // Tells proxies of the nginx family not to gather events.
        response.setHeader("X-Accel-Buffering", "no");
        try (EventStream stream = streams.open(keys)) {
            OutputStream out = response.getOutputStream();
            while (!stream.isEnded()) {
                List<byte[]> events = stream.take(KEEP_ALIVE);
                if (events.isEmpty()) {
                    out.write(COMMENT);
                }
                for (byte[] event : events) {
                    out.write(event);
                }
                out.flush();
            }
        } catch (IOException e) {
            LOG.debug("A reader of {} keys left: {}", keys.size(), e.getMessage());
        }
    }

    private static Set<Key> keys(
            @Nullable List<String> boards,
            @Nullable List<String> queues,
            @Nullable String pipeline,
            @Nullable String reports) {
        Set<Key> keys = new LinkedHashSet<>();
        for (String board : boards == null ? List.<String>of() : boards) {
            int slash = board.indexOf('/');
            if (slash < 1 || slash == board.length() - 1) {
                throw Problem.badRequest(
                        "board: expected venue/slot, as in board=nightclub:7/42, found \"" + board + "\"");
            }
            keys.add(new Key(Kind.BOARD, board));
        }
        (queues == null ? List.<String>of() : queues).forEach(queue -> keys.add(new Key(Kind.QUEUE, queue)));
        if (pipeline != null) {
            keys.add(new Key(Kind.PIPELINE, ""));
        }
        if (reports != null) {
            keys.add(new Key(Kind.REPORTS, ""));
        }
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw Problem.badRequest("Expected 1 to " + MOST_KEYS
                    + " keys, as in /api/v1/stream?board=nightclub:7/42&queue=nightclub:outbox&pipeline=all&reports=all, found "
                    + keys.size());
        }
        return keys;
    }
}
