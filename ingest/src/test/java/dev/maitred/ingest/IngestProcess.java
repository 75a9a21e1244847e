package dev.maitred.ingest;

import dev.maitred.ingest.publish.Publisher;
import dev.maitred.mapping.source.SourceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** Ingest in a process of its own, which can be killed and stopped as a whole. */
final class IngestProcess implements AutoCloseable {

    private final IngestSettings settings;
    private final Process process;

    private IngestProcess(IngestSettings settings, Process process) {
        this.settings = settings;
        this.process = process;
    }

    /** Runs until it is killed. */
    public static void main(String[] arguments) throws Exception {
        SourceDatabase database = new SourceDatabase(
                arguments[0], Integer.parseInt(arguments[1]), arguments[2], arguments[3], arguments[4]);
        new Ingest(new IngestSettings(database, arguments[5], arguments[6])).start();
        new CountDownLatch(1).await();
    }

    static IngestProcess start(IngestSettings settings, Path output) throws IOException {
        return start(settings, output, 384);
    }

    /** @param heapMb that it has at most; it ends when it needs more */
    static IngestProcess start(IngestSettings settings, Path output, int heapMb) throws IOException {
        SourceDatabase database = settings.database();
        Files.createDirectories(output.toAbsolutePath().getParent());
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMb + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                IngestProcess.class.getName(),
                database.host(),
                Integer.toString(database.port()),
                database.database(),
                database.user(),
                database.password(),
                settings.mappingYaml(),
                settings.kafkaBootstrap());
        return new IngestProcess(
                settings,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                        .start());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The most memory that it ever had, heap and all else; in MB. */
    long peakMb() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void wake() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill " + signal + " " + process.pid() + " ended with " + code);
        }
    }

    /** Nobody follows it: what it left open would keep all readers of the shared logs waiting for as long as a transaction may last. */
    @Override
    public void close() throws InterruptedException {
        kill();
        new Publisher(settings.source(), settings.kafkaBootstrap(), UnaryOperator.identity()).close();
    }
}
