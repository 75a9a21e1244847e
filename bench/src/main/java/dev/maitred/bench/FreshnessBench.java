package dev.maitred.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a commit takes to the answer: from the moment at which the client's commit returns to the moment at which another client
 * has the board with it, by the event stream over HTTP. Commits come by the clock, whether or not earlier ones were seen.
 */
@Command(
        name = "freshness",
        mixinStandardHelpOptions = true,
        description = "Commit to answer: p50, p95, p99 in milliseconds at 200 and 1,000 commits a second.")
final class FreshnessBench implements Callable<Integer> {

    private static final Pattern BOARD = Pattern.compile("\"slot\":\"(\\d+)\".*?\"rejected\":(\\d+)");
    /** Until the compiler, which takes half a processor meanwhile, has seen what is hot: measured sooner, a commit takes ten times as long. */
    private static final int WARM_UP_SECONDS = 40;

    private static final int WARM_UP_RATE = 1_000;

    @Option(
            names = "--rates",
            split = ",",
            description = "commits a second (default: ${DEFAULT-VALUE})",
            defaultValue = "200,1000")
    private List<Integer> rates = List.of();

    @Option(names = "--seconds", description = "measured for each rate (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    /** One night's commits: when each was committed, and how many have been seen. */
    private static final class Night {
        final AtomicLongArray committedNanos;
        volatile int committed;
        int seen;

        Night(int most) {
            committedNanos = new AtomicLongArray(most + 1);
        }
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        PrintStream out = System.out;
        try (BenchPlatform platform = new BenchPlatform((context, any) -> {})) {
            Map<Long, Long> nights = platform.nights();
            awaitBoards(platform, nights);
            run(platform, nights, WARM_UP_RATE, WARM_UP_SECONDS);
            out.println("commits/s  measured  p50 ms  p95 ms  p99 ms  max ms  not seen");
            for (int rate : rates) {
                List<Double> millis = run(platform, nights, rate, seconds);
                out.printf(
                        "%9d  %8d  %6.1f  %6.1f  %6.1f  %6.1f  %8d%n",
                        rate,
                        millis.size(),
                        BenchPlatform.quantile(millis, 0.5),
                        BenchPlatform.quantile(millis, 0.95),
                        BenchPlatform.quantile(millis, 0.99),
                        millis.isEmpty() ? Double.NaN : millis.getLast(),
                        notSeen);
            }
        }
        return 0;
    }

    private int notSeen;

    private List<Double> run(BenchPlatform platform, Map<Long, Long> nights, int rate, int forSeconds)
            throws IOException, SQLException, InterruptedException {
        int perNight = rate * forSeconds / nights.size();
        Map<String, Night> bySlot = new ConcurrentHashMap<>();
        nights.values().forEach(event -> bySlot.put(Long.toString(event), new Night(perNight)));
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        Map<String, Integer> base = new ConcurrentHashMap<>();
        try (Stream stream = new Stream(platform, nights)) {
            Thread reader = Thread.ofPlatform()
                    .name("reader")
                    .start(() -> stream.read((slot, rejected, nanos) -> {
                        int from = base.computeIfAbsent(slot, any -> rejected);
                        Night night = bySlot.get(slot);
                        if (night != null) {
                            seen(night, rejected - from, nanos, millis);
                        }
                    }));
            stream.awaitAll(base, nights.size());
            List<Thread> writers = new ArrayList<>();
            int place = 0;
            for (Map.Entry<Long, Long> each : nights.entrySet()) {
                long offsetNanos = place++ * 1_000_000_000L / rate;
                Night night = java.util.Objects.requireNonNull(bySlot.get(Long.toString(each.getValue())));
                writers.add(Thread.ofPlatform()
                        .name("writer-" + each.getKey())
                        .start(() -> write(
                                platform, each, night, perNight, nights.size() * 1_000_000_000L / rate, offsetNanos)));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            long deadline = System.nanoTime() + 5_000_000_000L;
            while (millis.size() < (long) perNight * nights.size() && System.nanoTime() < deadline) {
                LockSupport.parkNanos(5_000_000);
            }
            notSeen = perNight * nights.size() - millis.size();
            stream.close();
            reader.join();
        }
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted;
    }

    private static void seen(Night night, int count, long nanos, List<Double> millis) {
        while (night.seen < count) {
            int next = night.seen + 1;
            // The answer can be here before the commit has returned to its client: wait for that, it counts as 0.
            while (night.committed < next) {
                Thread.onSpinWait();
            }
            millis.add(Math.max(0, nanos - night.committedNanos.get(next)) / 1e6);
            night.seen = next;
        }
    }

    private static void write(
            BenchPlatform platform,
            Map.Entry<Long, Long> place,
            Night night,
            int count,
            long everyNanos,
            long offsetNanos) {
        try (Connection connection = platform.platform().bookingSuperuser().connect(BenchPlatform.PACK);
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO check_ins (club_id, event_id, subject, method, outcome, reject_reason)"
                                + " VALUES (?, ?, 'UNKNOWN', 'SCAN', 'REJECTED', 'CHECKIN_SUBJECT_NOT_FOUND')")) {
            insert.setLong(1, place.getKey());
            insert.setLong(2, place.getValue());
            long begun = System.nanoTime() + offsetNanos;
            for (int i = 1; i <= count; i++) {
                long due = begun + i * everyNanos;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                insert.executeUpdate();
                night.committedNanos.set(i, System.nanoTime());
                night.committed = i;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A writer failed", e);
        }
    }

    private static void awaitBoards(BenchPlatform platform, Map<Long, Long> nights)
            throws IOException, InterruptedException {
        Map<String, Integer> base = new ConcurrentHashMap<>();
        try (Stream stream = new Stream(platform, nights)) {
            Thread reader =
                    Thread.ofPlatform().start(() -> stream.read((slot, rejected, nanos) -> base.put(slot, rejected)));
            stream.awaitAll(base, nights.size());
            stream.close();
            reader.join();
        }
    }

    /** The event stream as a client sees it. */
    private static final class Stream implements AutoCloseable {

        interface Visitor {
            void board(String slot, int rejected, long nanos);
        }

        private final java.net.Socket socket;
        private final BufferedReader lines;

        Stream(BenchPlatform platform, Map<Long, Long> nights) throws IOException {
            String query = nights.entrySet().stream()
                    .map(night -> "board=nightclub:" + night.getKey() + "/" + night.getValue())
                    .collect(Collectors.joining("&"));
            socket = new java.net.Socket(
                    "127.0.0.1",
                    URI.create(platform.platform().endpoints().http()).getPort());
            socket.setTcpNoDelay(true);
            socket.getOutputStream()
                    .write(("GET /api/v1/stream?" + query + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1 << 16);
        }

        void read(Visitor visitor) {
            try {
                String line = lines.readLine();
                while (line != null) {
                    if (line.startsWith("data:")) {
                        long nanos = System.nanoTime();
                        Matcher board = BOARD.matcher(line);
                        if (board.find()) {
                            visitor.board(board.group(1), Integer.parseInt(board.group(2)), nanos);
                        }
                    }
                    line = lines.readLine();
                }
            } catch (IOException e) {
                // The measurement is over.
                return;
            }
        }

        void awaitAll(Map<String, Integer> base, int count) throws InterruptedException {
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (base.size() < count) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "Only " + base.size() + " of " + count + " boards came within 60 s");
                }
                Thread.sleep(20);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
