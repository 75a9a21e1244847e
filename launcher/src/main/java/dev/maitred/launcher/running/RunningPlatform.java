package dev.maitred.launcher.running;

import dev.maitred.launcher.platform.Endpoints;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** A platform that runs on a data directory and answers. */
public final class RunningPlatform implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningPlatform.class);

    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

    private final Endpoints endpoints;
    private final HttpClient client;

    private RunningPlatform(Endpoints endpoints, HttpClient client) {
        this.endpoints = endpoints;
        this.client = client;
    }

    /**
     * Finds the platform by the {@code endpoints.json} of its directory; its process must live and its HTTP port answer.
     *
     * @throws NotRunningException when one of it is not so
     */
    public static RunningPlatform find(Path data) throws InterruptedException {
        Endpoints endpoints = endpoints(data);
        if (!isAlive(endpoints.pid())) {
            throw ended(data, endpoints.pid(), endpoints.start());
        }
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_PATIENCE)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        RunningPlatform platform = new RunningPlatform(endpoints, client);
        try {
            platform.get("/api/v1/pipeline", CONNECT_PATIENCE);
            return platform;
        } catch (IOException e) {
            client.close();
            throw new NotRunningException(
                    "The platform of " + data + " does not answer at " + endpoints.http()
                            + ", though a process " + endpoints.pid()
                            + " lives. Is it starting or stopping? If it stays so, end it and run "
                            + start(endpoints.start(), data) + ".",
                    true);
        }
    }

    private static Endpoints endpoints(Path data) {
        if (!Files.isDirectory(data)) {
            throw new NotRunningException(
                    "There is no directory " + data.toAbsolutePath().normalize() + ", so no platform runs on it. "
                            + "Start one with " + start(null, data) + ", or name another directory with --data.",
                    false);
        }
        Path file = data.resolve("endpoints.json");
        if (!Files.exists(file)) {
            throw ended(data, -1, null);
        }
        try {
            return Endpoints.read(file);
        } catch (IOException | JacksonException e) {
            LOG.debug("{} cannot be read", file, e);
            throw new NotRunningException(
                    "The file " + file + " is damaged or of another form: it does not say how to reach a platform. "
                            + "If one runs on this directory, end it; then start it with " + start(null, data)
                            + ", which writes the file anew. Or name another directory with --data.",
                    false);
        }
    }

    private static NotRunningException ended(Path data, long pid, @Nullable String start) {
        long owner = owner(data);
        if (owner != pid && isAlive(owner)) {
            return new NotRunningException(
                    "The platform of " + data + " is starting (process " + owner + ") and does not answer yet.", true);
        }
        return pid > 0
                ? new NotRunningException(
                        "The platform of " + data + " is not running: its process " + pid
                                + " has ended. Start it again with " + start(start, data)
                                + "; its data is still there.",
                        true)
                : new NotRunningException(
                        "No platform runs on " + data + ": there is no endpoints.json in it. Start one with "
                                + start(null, data) + ", or name another directory with --data.",
                        owner > 0);
    }

    /** The process that has the directory, or had it last; -1 when the directory never belonged to a platform. */
    private static long owner(Path data) {
        try {
            return Long.parseLong(Files.readString(data.resolve("lock")).strip());
        } catch (IOException | NumberFormatException e) {
            return -1;
        }
    }

    private static boolean isAlive(long pid) {
        return pid > 0 && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** @param start what started it before; null: not known, and both ways are told */
    private static String start(@Nullable String start, Path data) {
        String option = DataOption.text(data);
        return start == null
                ? "./maitred up --config FILE" + option + " or ./maitred demo" + option
                : "./maitred " + start + option;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /**
     * @param path with its query, as in {@code /api/v1/pipeline}
     */
    public HttpResponse<String> get(String path, Duration patience) throws IOException, InterruptedException {
        return client.send(request(path, patience).GET().build(), BodyHandlers.ofString());
    }

    /** A POST without a body. */
    public HttpResponse<String> post(String path, Duration patience) throws IOException, InterruptedException {
        return client.send(
                request(path, patience)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    /** @param body in UTF-8 */
    public HttpResponse<String> post(String path, String body, Duration patience)
            throws IOException, InterruptedException {
        return client.send(
                request(path, patience)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, Duration patience) {
        return HttpRequest.newBuilder(URI.create(endpoints.http() + path)).timeout(patience);
    }

    /**
     * A new connection to a booking database; the caller closes it. Statements go to the server as they are written, several at a
     * time, so that a position in an error is a position in the text.
     */
    public Connection bookingDatabase(Endpoints.Postgres postgres) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", postgres.user());
        properties.setProperty("password", postgres.password());
        properties.setProperty("ApplicationName", "maitred command");
        properties.setProperty("preferQueryMode", "simple");
        // Seconds until the server lets us in; what is run then may take as long as whoever runs it waits.
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "15");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + postgres.database(), properties);
    }

    @Override
    public void close() {
        client.close();
    }
}
