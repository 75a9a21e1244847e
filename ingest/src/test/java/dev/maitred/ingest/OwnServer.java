package dev.maitred.ingest;

import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.embedded.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL of a test's own, which can be stopped as a whole: its processes are there and do nothing. */
public final class OwnServer implements AutoCloseable {

    private final PostgresServer server;
    private List<String> stopped = List.of();

    public OwnServer(Path directory) {
        server = PostgresServer.start(directory.resolve("postgres"), directory.resolve("logs"));
    }

    public PostgresServer server() {
        return server;
    }

    public TestDatabase database(String name) {
        server.createDatabase(name);
        return new TestDatabase(server.endpoint(), name);
    }

    /** Stops the postmaster and all its backends where they are. */
    public void freeze() throws IOException, InterruptedException {
        ProcessHandle postmaster = ProcessHandle.of(server.pid()).orElseThrow();
        freeze(Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .map(ProcessHandle::pid)
                .toList());
    }

    /** Stops some of its processes where they are. */
    public void freeze(List<Long> pids) throws IOException, InterruptedException {
        stopped = pids.stream().map(Object::toString).toList();
        signal("-STOP");
    }

    public void thaw() throws IOException, InterruptedException {
        signal("-CONT");
        stopped = List.of();
    }

    private void signal(String signal) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.addAll(stopped);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Override
    public void close() {
        try {
            if (!stopped.isEmpty()) {
                thaw();
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("The stopped server could not be continued", e);
        } finally {
            server.close();
        }
    }
}
