package dev.maitred.bench.ingest;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A contender's JVM. Ours are told what to do by lines and answer each with one; what else they say is in a file. It ends with
 * {@link #close}, by its id.
 */
final class ReaderJvm implements AutoCloseable {

    /** What an answer begins with. */
    static final String ANSWER = "= ";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path output;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Writer toIt;

    private ReaderJvm(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.toIt = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("answers-" + process.pid()).start(this::read);
    }

    /**
     * @param memory the flags of its heap
     * @param classPath whether it gets an entry of this JVM's class path
     */
    static ReaderJvm start(
            String mainClass,
            List<String> memory,
            Predicate<Path> classPath,
            Map<String, String> environment,
            Path output,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(memory);
        command.addAll(List.of(
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(each -> classPath.test(Path.of(each)))
                        .collect(Collectors.joining(File.pathSeparator)),
                mainClass));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(output.toFile());
        builder.environment().putAll(environment);
        return new ReaderJvm(builder.start(), output);
    }

    /** The processor time that it has taken, in nanoseconds. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** The most memory that it had from the system, in bytes; 0 where the system does not tell. */
    long peakResidentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }

    /** @throws IllegalStateException when it refuses, ends or does not answer in time */
    String ask(String line) throws IOException, InterruptedException {
        toIt.write(line + "\n");
        toIt.flush();
        String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (answer == null || answer.startsWith("failed")) {
            throw new IllegalStateException("The process of " + output.getFileName() + " did not do \"" + line + "\": "
                    + (answer == null ? "no answer within " + PATIENCE.toSeconds() + " s" : answer) + ". It said: "
                    + said());
        }
        return answer;
    }

    /** The last that it said beside its answers. */
    String said() throws IOException {
        String all = Files.readString(output);
        return all.substring(Math.max(0, all.length() - 3_000));
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(ANSWER)) {
                    answers.add(line.substring(ANSWER.length()));
                }
            }
        } catch (IOException e) {
            answers.add("failed: " + e.getMessage());
        }
        answers.add("failed: it has ended");
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
