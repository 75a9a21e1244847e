package dev.maitred.launcher.demo;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.maitred.contract.Lsn;
import dev.maitred.embedded.DataDirectory;
import dev.maitred.launcher.serve.Readiness;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo in this process, without its workload; started once for all tests and stopped with the process. */
public final class RunningDemo {

    public static final Path DATA = Path.of("target", "demo-data");

    public static final SourcePack NIGHTCLUB = SourcePacks.named("nightclub");

    private static final JsonMapper JSON = new JsonMapper();

    private final DemoPlatform platform;
    private final List<Throwable> refusedEarly;
    private final HttpClient client = HttpClient.newHttpClient();

    private RunningDemo(DemoPlatform platform, List<Throwable> refusedEarly) {
        this.platform = platform;
        this.refusedEarly = refusedEarly;
    }

    public static RunningDemo get() {
        return Started.INSTANCE;
    }

    /** A class of its own: threads of the start call back into the outer one, and would wait for ever for it to be initialised. */
    private static final class Started {
        static final RunningDemo INSTANCE = start();
    }

    @SuppressWarnings("CatchAndPrintStackTrace")
    private static RunningDemo start() {
        DataDirectory directory = DataDirectory.openFresh(DATA);
        try {
            List<Throwable> refusedEarly = new ArrayList<>();
            DemoPlatform platform = DemoPlatform.start(
                    directory,
                    List.of(NIGHTCLUB),
                    0,
                    (context, starting) -> {
                        DemoAdditions.add(context, starting);
                        refusedEarly.addAll(askedTooEarly(starting));
                    },
                    step -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                platform.close();
                directory.close();
            }));
            Readiness.await(platform.platform(), true, Duration.ofMinutes(4), () -> false);
            return new RunningDemo(platform, refusedEarly);
        } catch (SQLException | IOException | InterruptedException e) {
            throw new IllegalStateException("The demo did not start", e);
        }
    }

    private static List<Throwable> askedTooEarly(DemoPlatform starting) {
        DemoController demo = new DemoController(starting, new DemoParts(starting));
        return List.of(
                catchThrowable(() -> demo.book(new DemoController.BookRequest("nightclub:1", "1", "1"))),
                catchThrowable(() -> demo.count(new DemoController.CountRequest("nightclub:1", "1"))),
                catchThrowable(() -> demo.cancel(new DemoController.CancelRequest(1L))),
                catchThrowable(() -> demo.holdBack(new DemoController.HoldBackRequest(1))));
    }

    /** What became of one of each of the things to try, asked while the demo was starting. */
    List<Throwable> refusedEarly() {
        return refusedEarly;
    }

    public DemoPlatform platform() {
        return platform;
    }

    /** A free table of a night on which nothing expires by itself. */
    public record Place(String venue, String slot, String unit) {

        String path() {
            return "/api/v1/venues/" + venue + "/slots/" + slot;
        }
    }

    /** Tables of one night, all free; the night has no holds any more, so that only the test changes its counts. */
    List<Place> freePlaces(int count) throws SQLException {
        List<Place> places = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        WITH night AS (
                            SELECT e.id, e.club_id FROM events e
                             WHERE e.status = 'SCHEDULED' AND e.start_utc > now() + interval '12 hours'
                               AND NOT EXISTS (SELECT FROM booking_holds h WHERE h.event_id = e.id AND h.expires_at > now())
                             ORDER BY (SELECT count(*) FROM bookings b WHERE b.event_id = e.id AND b.status = 'BOOKED')
                                      - (SELECT count(*) FROM tables t WHERE t.club_id = e.club_id AND t.active)
                             LIMIT 1)
                        SELECT 'nightclub:' || night.club_id AS venue, night.id AS slot, t.id AS unit
                          FROM night JOIN tables t ON t.club_id = night.club_id AND t.active
                         WHERE NOT EXISTS (SELECT FROM booking_holds h WHERE h.event_id = night.id AND h.table_id = t.id)
                           AND NOT EXISTS (SELECT FROM bookings b WHERE b.event_id = night.id AND b.table_id = t.id
                                              AND b.status IN ('BOOKED', 'SEATED'))
                           AND NOT EXISTS (SELECT FROM table_blocks k WHERE k.event_id = night.id AND k.table_id = t.id
                                              AND k.lifted_at IS NULL)
                         ORDER BY t.id LIMIT\s""" + count)) {
            while (rows.next()) {
                places.add(new Place(rows.getString("venue"), rows.getString("slot"), rows.getString("unit")));
            }
        }
        if (places.size() < count) {
            throw new IllegalStateException("Expected " + count + " free tables, found " + places.size());
        }
        return places;
    }

    Place freePlace() throws SQLException {
        return freePlaces(1).getFirst();
    }

    public Connection connect() throws SQLException {
        return platform.bookingSuperuser().connect(NIGHTCLUB.name());
    }

    static long book(Connection connection, Place place) throws SQLException {
        return Long.parseLong(one(connection, """
                INSERT INTO bookings (event_id, table_id, party_size, channel, code, idempotency_key, guest_name, guest_phone,
                    currency)
                VALUES (%s, %s, 2, 'WEB', gen_random_uuid(), gen_random_uuid(), 'Wilhelmine Testgast', '+49 30 5550199', 'EUR')
                RETURNING id""".formatted(place.slot(), place.unit())));
    }

    static void cancel(Connection connection, long booking) throws SQLException {
        one(connection, "UPDATE bookings SET status = 'CANCELLED' WHERE id = " + booking + " RETURNING id");
    }

    static Lsn lsn(Connection connection) throws SQLException {
        return Lsn.parse(one(connection, "SELECT pg_current_wal_lsn()::text"));
    }

    /** The first column of the first row, as text. */
    static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** An answer's status and JSON. */
    record Answer(int status, JsonNode json, String type) {

        Lsn lsn() {
            return Lsn.parse(json.at("/asOf/lsn").stringValue());
        }

        long count(String name) {
            return json.at("/value/" + name).longValue();
        }
    }

    /** What is asked for as of a position may take as long as a busy machine needs, unless the path says how long. */
    Answer get(String path) throws IOException, InterruptedException {
        String patient = path.contains("?atLeast=") && !path.contains("&wait=") ? path + "&wait=30000" : path;
        return answer(request(patient).GET().build());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(platform.endpoints().http() + path))
                .timeout(Duration.ofMinutes(1));
    }

    HttpClient client() {
        return client;
    }

    private Answer answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        return new Answer(
                response.statusCode(),
                JSON.readTree(response.body()),
                response.headers().firstValue("Content-Type").orElse(""));
    }
}
