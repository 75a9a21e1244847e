package dev.maitred.embedded.postgres;

import dev.maitred.embedded.DiskSpace;
import dev.maitred.embedded.EmbeddedException;
import dev.maitred.embedded.ServerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One run of the server's process. It is a direct child, so its end is seen at once. */
final class Postmaster {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final long LARGEST_LOG_BYTES = 10L << 20;

    private final ServerProcess process;

    private Postmaster(ServerProcess process) {
        this.process = process;
    }

    /**
     * Starts and waits until connections are accepted. After a crash that includes the replay of the log.
     *
     * @param logFile appended to; one older file is kept
     */
    static Postmaster start(Path binaries, PostgresCluster cluster, int port, Path logFile) {
        try {
            DiskSpace.require(cluster.directory(), DiskSpace.TO_START_MIB);
            long logStart = openLog(logFile);
            List<String> command = new ArrayList<>();
            // A session of its own: Ctrl-C in the terminal must not reach PostgreSQL before those who write to it.
            command.add("setsid");
            command.addAll(command(
                    binaries.resolve("bin/postgres"),
                    List.of("-D", cluster.data().toString(), "-p", Integer.toString(port))));
            Process child = processBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
                    .start();
            child.getOutputStream().close();
            ServerProcess process = ServerProcess.of(child);
            awaitReady(process, cluster, logFile, logStart);
            return new Postmaster(process);
        } catch (IOException e) {
            throw new EmbeddedException(
                    "PostgreSQL in " + cluster.directory() + " cannot be started: " + e.getMessage(), e);
        }
    }

    /** PostgreSQL refuses to run as root. In a user namespace root's files stay its own, but it is no longer root. */
    static List<String> command(Path program, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer uid && uid == 0) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(program.toString());
        command.addAll(arguments);
        return command;
    }

    /** Messages in English, and no setting from the environment of whoever started us. */
    static ProcessBuilder processBuilder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    private static long openLog(Path logFile) throws IOException {
        Files.createDirectories(logFile.toAbsolutePath().getParent());
        if (Files.exists(logFile) && Files.size(logFile) > LARGEST_LOG_BYTES) {
            Files.move(
                    logFile, logFile.resolveSibling(logFile.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return Files.exists(logFile) ? Files.size(logFile) : 0;
    }

    private static void awaitReady(ServerProcess process, PostgresCluster cluster, Path logFile, long logStart)
            throws IOException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!isReady(process, cluster.postmasterPid())) {
            if (!process.isRunning()) {
                throw new EmbeddedException("PostgreSQL in " + cluster.directory() + " did not start. "
                        + PostgresFailure.explain(since(logFile, logStart)));
            }
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                process.stop();
                throw new EmbeddedException("PostgreSQL in " + cluster.directory() + " was not ready within "
                        + START.toSeconds() + " s. " + PostgresFailure.explain(since(logFile, logStart)));
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** The eighth line of the pid file is the server's own word on its state; pg_ctl goes by it too. */
    private static boolean isReady(ServerProcess process, Path pidFile) throws IOException {
        if (!Files.exists(pidFile)) {
            return false;
        }
        List<String> lines = Files.readString(pidFile).lines().toList();
        return lines.size() >= 8
                && lines.get(0).strip().equals(Long.toString(process.pid()))
                && lines.get(7).strip().equals("ready");
    }

    private static String since(Path logFile, long start) throws IOException {
        byte[] all = Files.readAllBytes(logFile);
        int from = (int) Math.min(start, all.length);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    ServerProcess process() {
        return process;
    }
}
