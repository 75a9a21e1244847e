package dev.maitred.embedded.servers;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.LoopbackPort;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A process of its own with both servers, to be killed. */
final class ServersChild implements AutoCloseable {

    private final Process process;
    private final List<String> ready;

    private ServersChild(Process process, List<String> ready) {
        this.process = process;
        this.ready = ready;
    }

    /** What the child runs. */
    public static void main(String[] arguments) throws IOException {
        long started = System.nanoTime();
        DataDirectory data = DataDirectory.open(Path.of(arguments[0]));
        EmbeddedServers servers = EmbeddedServers.start(data, LoopbackPort.ANY, LoopbackPort.ANY);
        long millis = (System.nanoTime() - started) / 1_000_000;
        PostgresEndpoint endpoint = servers.postgres().endpoint();
        System.out.println(String.join(
                " ",
                "ready",
                Long.toString(millis),
                Long.toString(servers.postgres().pid()),
                Integer.toString(endpoint.port()),
                endpoint.user(),
                endpoint.password(),
                servers.kafka().bootstrap()));
        // Until the parent closes the pipe.
        if (System.in.read() == -1) {
            servers.close();
            data.close();
        }
    }

    /** Starts the child and waits until its servers serve. */
    static ServersChild start(Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--sun-misc-unsafe-memory-access=allow",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServersChild.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("ready ")) {
                // Whatever it says later must not fill the pipe.
                Thread.ofVirtual().start(() -> output.lines().forEach(System.out::println));
                return new ServersChild(process, List.of(line.split(" ")));
            }
            said.append(line).append(System.lineSeparator());
        }
        throw new IllegalStateException("The servers did not start:\n" + said);
    }

    long startMillis() {
        return Long.parseLong(ready.get(1));
    }

    long postgresPid() {
        return Long.parseLong(ready.get(2));
    }

    PostgresEndpoint postgres() {
        return new PostgresEndpoint("127.0.0.1", Integer.parseInt(ready.get(3)), ready.get(4), ready.get(5));
    }

    String bootstrap() {
        return ready.get(6);
    }

    long pid() {
        return process.pid();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** In order, as after Ctrl-C. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
