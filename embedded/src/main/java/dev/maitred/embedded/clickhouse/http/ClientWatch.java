package dev.maitred.embedded.clickhouse.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Notices clients that hang up while their statement runs. The HTTP server looks at a connection only when it reads or
 * writes, so the kernel's table of connections is asked; it is read only while a statement is older than a moment.
 */
final class ClientWatch implements Runnable {
    private static final Path CONNECTIONS = Path.of("/proc/net/tcp");
    private static final String LOOPBACK = "0100007F";
    private static final String ESTABLISHED = "01";
    private static final long MOMENT_NANOS = 500_000_000;

    private final int serverPort;
    private final Consumer<String> cancel;
    private final Map<Integer, Running> runningByPort = new ConcurrentHashMap<>();

    ClientWatch(int serverPort, Consumer<String> cancel) {
        this.serverPort = serverPort;
        this.cancel = cancel;
    }

    private record Running(String queryId, long startedNanos) {}

    void started(int clientPort, String queryId) {
        runningByPort.put(clientPort, new Running(queryId, System.nanoTime()));
    }

    void ended(int clientPort) {
        runningByPort.remove(clientPort);
    }

    /** Cancels the statements whose client is gone. */
    @Override
    public void run() {
        Map<Integer, Running> old = new ConcurrentHashMap<>(runningByPort);
        old.values().removeIf(running -> System.nanoTime() - running.startedNanos() < MOMENT_NANOS);
        if (old.isEmpty()) {
            return;
        }
        Set<Integer> connected;
        try {
            connected = connectedClients();
        } catch (IOException e) {
            // No such table here: statements of lost clients run to their end.
            return;
        }
        old.forEach((port, running) -> {
            if (!connected.contains(port) && runningByPort.remove(port, running)) {
                cancel.accept(running.queryId());
            }
        });
    }

    /** Lines read {@code sl local_address rem_address st ...}, addresses and ports in hexadecimal. */
    private Set<Integer> connectedClients() throws IOException {
        String local = "%s:%04X".formatted(LOOPBACK, serverPort);
        Set<Integer> ports = new HashSet<>();
        try (Stream<String> lines = Files.lines(CONNECTIONS)) {
            lines.map(line -> line.strip().split("\\s+", 5))
                    .filter(fields -> fields.length == 5 && fields[1].equals(local) && fields[3].equals(ESTABLISHED))
                    .forEach(fields ->
                            ports.add(Integer.parseInt(fields[2], LOOPBACK.length() + 1, fields[2].length(), 16)));
        }
        return ports;
    }
}
