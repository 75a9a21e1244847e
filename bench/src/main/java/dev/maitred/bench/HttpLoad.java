package dev.maitred.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Asks one path over and over: a fixed number of kept-alive connections, each asking again when it has its answer. */
final class HttpLoad {

    private static final int KEEP_EVERY_NTH_TIME = 16;

    private final int port;
    private final byte[] request;
    private final int connections;
    private final AtomicLong errors = new AtomicLong();

    HttpLoad(int port, String path, int connections) {
        this.port = port;
        this.request = request(path);
        this.connections = connections;
    }

    record Result(double perSecond, double p99Millis) {}

    private static byte[] request(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    long errors() {
        return errors.get();
    }

    Result run(int seconds) throws InterruptedException {
        AtomicLong answers = new AtomicLong();
        List<Double> millis = Collections.synchronizedList(new ArrayList<>());
        long begun = System.nanoTime();
        long end = begun + seconds * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofPlatform().start(() -> connection(end, answers, millis)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - begun) / 1e9;
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return new Result(answers.get() / took, BenchPlatform.quantile(sorted, 0.99));
    }

    private void connection(long end, AtomicLong answers, List<Double> millis) {
        List<Double> own = new ArrayList<>();
        long count = 0;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            while (true) {
                long before = System.nanoTime();
                if (before >= end) {
                    break;
                }
                socket.getOutputStream().write(request);
                if (body(in) == null) {
                    errors.incrementAndGet();
                }
                count++;
                if (count % KEEP_EVERY_NTH_TIME == 0) {
                    own.add((System.nanoTime() - before) / 1e6);
                }
            }
        } catch (IOException e) {
            if (errors.getAndIncrement() == 0) {
                System.err.println("a connection broke after " + count + " answers: " + e);
            }
        }
        answers.addAndGet(count);
        millis.addAll(own);
    }

    /** Reads one answer; null when it is not 200. */
    private static byte @Nullable [] body(InputStream in) throws IOException {
        String status = line(in);
        int length = -1;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            }
        }
        if (length < 0 && !status.contains(" 200")) {
            return null;
        }
        if (length < 0) {
            throw new IOException("Expected an answer with a length, found " + status);
        }
        byte[] body = in.readNBytes(length);
        return status.contains(" 200") ? body : null;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("The connection was closed in the middle of an answer");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Asks until the answer is 200, a minute long; returns its body. */
    static byte[] awaitOk(int port, String path) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < deadline) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.getOutputStream().write(request(path));
                byte[] body = body(new BufferedInputStream(socket.getInputStream()));
                if (body != null) {
                    return body;
                }
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(path + " did not answer within a minute");
    }
}
