package dev.maitred.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A server that runs as a process of its own: a child of this one, or what an earlier run left behind. */
public final class ServerProcess {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final ProcessHandle process;

    private ServerProcess(ProcessHandle process) {
        this.process = process;
    }

    public static ServerProcess of(Process child) {
        return new ServerProcess(child.toHandle());
    }

    /**
     * Finds what runs a program in a directory; parents come before their children. Working directories are looked at
     * and no pid file, since a process id may meanwhile belong to anybody.
     *
     * @param directory a real path
     * @param program the file name of the executable
     */
    public static List<ServerProcess> runningIn(Path directory, String program) {
        List<ProcessHandle> found = ProcessHandle.allProcesses()
                .filter(process -> program.equals(
                        linkTarget(process, "exe").map(ServerProcess::fileName).orElse("")))
                .filter(process ->
                        linkTarget(process, "cwd").map(directory::equals).orElse(false))
                .toList();
        Predicate<ProcessHandle> isChild =
                process -> process.parent().map(found::contains).orElse(false);
        return Stream.concat(
                        found.stream().filter(isChild.negate()), found.stream().filter(isChild))
                .map(ServerProcess::new)
                .toList();
    }

    /** Empty for a process that has ended or is another user's. */
    private static Optional<Path> linkTarget(ProcessHandle process, String link) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), link)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The kernel says " (deleted)" behind a program whose file has been replaced. */
    private static String fileName(Path program) {
        Path name = program.getFileName();
        return name == null ? "" : name.toString().replace(" (deleted)", "");
    }

    public long pid() {
        return process.pid();
    }

    /** False as well for a dead process that nobody has collected yet: it has no executable any more. */
    public boolean isRunning() {
        return process.isAlive() && linkTarget(process, "exe").isPresent();
    }

    /**
     * Ends the process: asks politely (INT), then firmly (QUIT), then kills; each has 5 s.
     *
     * @return false when it still runs after all of them
     */
    public boolean stop() {
        if (!isRunning()) {
            return true;
        }
        for (String signal : List.of("INT", "QUIT", "KILL")) {
            send(signal);
            if (isGoneWithin(PATIENCE)) {
                return true;
            }
        }
        return false;
    }

    /** Waits for the end. An interrupt does not shorten the wait: it often comes with the very shutdown that stops servers. */
    public boolean isGoneWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (isRunning()) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                interrupted |= Thread.interrupted();
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The JDK sends only TERM and KILL, which to PostgreSQL mean "when the last client has left" and "without clean-up". */
    private void send(String signal) {
        try {
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
