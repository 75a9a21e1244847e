package dev.maitred.embedded.clickhouse;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A ClickHouse server of this machine: libchdb in a child process, reached by the HTTP protocol on loopback only. Durable
 * in its directory; the child ends with this process, however this one ends.
 */
public final class ClickHouseServer implements AutoCloseable {
    /** What the engine may take unless the start says otherwise; the process idles at a fifth of it. */
    public static final long MEMORY_BYTES = 1_500L << 20;

    private static final long STOP_SECONDS = 15;

    private final ChildCommand command;
    private final DataDirectory directory;
    private Process process;
    private ClickHouseEndpoint endpoint;

    private ClickHouseServer(ChildCommand command, DataDirectory directory, Started started) throws IOException {
        this.command = command;
        this.directory = directory;
        this.process = started.process;
        this.endpoint = endpoint(started.port);
    }

    private record Started(Process process, int port) {}

    /** Starts with {@link #MEMORY_BYTES}. */
    public static ClickHouseServer start(Path directory, Path logDirectory)
            throws ClickHouseUnavailableException, IOException {
        return start(directory, logDirectory, MEMORY_BYTES);
    }

    /**
     * Starts, and returns when statements are answered.
     *
     * @param directory data, password and port; created when missing
     * @param logDirectory where {@code clickhouse.log} is written
     * @param memoryBytes above this, statements fail instead of growing the process
     * @throws ClickHouseUnavailableException when the native library is missing or does not run here
     * @throws IOException when the directory is in use or its data cannot be opened
     */
    public static ClickHouseServer start(Path directory, Path logDirectory, long memoryBytes)
            throws ClickHouseUnavailableException, IOException {
        Path library = LibChdb.locate();
        Files.createDirectories(logDirectory);
        DataDirectory prepared = DataDirectory.prepare(directory);
        ChildCommand command = new ChildCommand(library, prepared, logDirectory.toAbsolutePath(), memoryBytes);
        return new ClickHouseServer(command, prepared, launch(command));
    }

    /** Address and credentials; the port stays the same over restarts unless another process has taken it. */
    public synchronized ClickHouseEndpoint endpoint() {
        return endpoint;
    }

    public synchronized boolean isAlive() {
        return process.isAlive();
    }

    public synchronized long pid() {
        return process.pid();
    }

    /** Stops the child if it runs and starts another one on the same data. */
    public synchronized void restart() throws ClickHouseUnavailableException, IOException {
        close();
        Started started = launch(command);
        process = started.process;
        endpoint = endpoint(started.port);
    }

    /** Stops the child: running statements are cancelled, acknowledged rows are kept. */
    @Override
    public synchronized void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // The child is gone already; waiting for it ends at once.
        }
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private ClickHouseEndpoint endpoint(int port) throws IOException {
        return ClickHouseEndpoint.local(port, ClickHouseProcess.DATABASE, ClickHouseProcess.USER, directory.password());
    }

    /** The child speaks one line, and bounds the time until it does by itself. */
    private static Started launch(ChildCommand command) throws ClickHouseUnavailableException, IOException {
        Process process = command.start();
        BufferedReader words = process.inputReader();
        String word = words.readLine();
        if (word != null && word.startsWith(ClickHouseProcess.READY)) {
            return new Started(process, Integer.parseInt(word.substring(ClickHouseProcess.READY.length())));
        }
        process.destroyForcibly();
        if (word != null && word.startsWith(ClickHouseProcess.UNAVAILABLE)) {
            throw new ClickHouseUnavailableException(word.substring(ClickHouseProcess.UNAVAILABLE.length()));
        }
        String reason = word != null && word.startsWith(ClickHouseProcess.FAILED)
                ? word.substring(ClickHouseProcess.FAILED.length())
                : "The child process ended before it served. " + command.lastLogLine();
        throw new IOException("ClickHouse did not start: " + reason + " Its log: " + command.log());
    }
}
