package dev.maitred.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.launcher.Commands;
import dev.maitred.launcher.Commands.Result;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.platform.PlatformPlan;
import dev.maitred.launcher.serve.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows of somebody else's databases: keys of two columns, look-ups, reservations, what is kept and what is gone. */
@Timeout(300)
class TraceOfOthersIT {

    private static final String TABLES = """
            CREATE TABLE halls (tenant int, no int, name text NOT NULL, PRIMARY KEY (tenant, no));
            CREATE TABLE shows (tenant int, no int, hall_no int NOT NULL, code text NOT NULL UNIQUE, starts timestamptz NOT NULL,
                                ends timestamptz NOT NULL, open boolean NOT NULL, PRIMARY KEY (tenant, no),
                                FOREIGN KEY (tenant, hall_no) REFERENCES halls);
            CREATE TABLE orders (tenant int, no int, state text NOT NULL, PRIMARY KEY (tenant, no));
            CREATE TABLE tickets (tenant int, no int, show_code text NOT NULL, order_no int, state text NOT NULL, pieces int NOT NULL,
                                  draft boolean NOT NULL, PRIMARY KEY (tenant, no));
            INSERT INTO halls VALUES (7, 1, 'Arena');
            INSERT INTO shows VALUES (7, 3, 1, 'swan', now() + interval '1 day', now() + interval '2 days', true),
                                     (7, 4, 1, 'shut', now() + interval '1 day', now() + interval '2 days', false);
            INSERT INTO orders VALUES (7, 1, 'paid'), (7, 2, 'void');
            INSERT INTO tickets VALUES (7, 41, 'swan', 1, 'sold', 2, false), (7, 42, 'swan', 2, 'sold', 2, false),
                                       (7, 43, 'swan', 9, 'sold', 2, false), (7, 44, 'swan', null, 'sold', 2, true),
                                       (7, 45, 'swan', null, 'mislaid', 2, false), (7, 46, 'none', null, 'sold', 2, false),
                                       (7, 47, 'shut', null, 'sold', 2, false), (7, 48, 'swan', null, 'sold', 2, false),
                                       (7, 49, 'swan', null, 'sold', 2, false);
            """;

    private static final String MAPPING = """
            source: %s
            tables:
              halls:
                venue: { name: name }
              shows:
                slot: { venue: [tenant, hall_no], label: code, starts_at: starts, ends_at: ends, open: open }
              orders:
                reservation:
                  state: { column: state, values: { confirmed: paid, cancelled: void } }
              tickets:
                occupant:
                  venue: [tenant, { lookup: hall_no, in: shows, by: { code: show_code } }]
                  slot: [tenant, { lookup: no, in: shows, by: { code: show_code } }]
                  section: { constant: stalls }
                  quantity: pieces
                  state: { column: state, values: { confirmed: sold, cancelled: returned } }
                  reservation: { expression: 'order_no == null ? "" : "orders/" + string(tenant) + "," + string(order_no)' }
                  when: "!draft"
                  on_delete: keep
            """;

    private static final Pattern PRINTED = Pattern.compile("^ {6}((?:GRANT|DROP|CREATE) .*;)$", Pattern.MULTILINE);

    @TempDir
    private static Path directory;

    private static DataDirectory opened;
    private static Platform platform;

    @BeforeAll
    static void start() throws Exception {
        StringBuilder config = new StringBuilder("sources:\n");
        for (String name : new String[] {"east", "west"}) {
            OthersDatabases.server().createDatabase(name);
            OthersDatabases.sql(name, TABLES);
            Files.writeString(directory.resolve(name + ".yaml"), MAPPING.formatted(name));
            config.append(OthersDatabases.source(name + ".yaml", name));
        }
        Path file = Files.writeString(directory.resolve("platform.yaml"), config);
        Matcher sql = PRINTED.matcher(
                Commands.run("check", "--config", file.toString()).out());
        while (sql.find()) {
            for (String name : new String[] {"east", "west"}) {
                runOnce(name, sql.group(1));
            }
        }
        opened = DataDirectory.open(directory.resolve("data"));
        platform = Platform.start(
                opened,
                new PlatformPlan(
                        new ConfiguredSources(ConfigReader.read(file)),
                        null,
                        null,
                        null,
                        0,
                        PlatformPlan.Additions.NONE),
                step -> {});
        Readiness.await(platform, true, Duration.ofMinutes(3), () -> false);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> platform.sources().stream()
                        .allMatch(each -> each.state().equals("streaming")));
    }

    /** What is printed for one of the two is right for the other too, and may be there by then. */
    private static void runOnce(String database, String sql) throws SQLException {
        try {
            OthersDatabases.sql(database, sql);
        } catch (SQLException e) {
            if (!e.getMessage().contains("already exists")) {
                throw e;
            }
        }
    }

    @AfterAll
    static void stop() throws IOException {
        platform.close();
        opened.close();
    }

    private static Result trace(String... arguments) {
        return Commands.run(Stream.concat(
                        Stream.of("trace", "--data", directory.resolve("data").toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private static String said(String table, String key) {
        Result result = trace("--source", "east", table, key);
        assertThat(result.err()).isEmpty();
        return result.out().replaceAll("\\s+", " ");
    }

    @Test
    void a_member_says_what_its_reservation_decides() {
        assertThat(said("tickets", "7,41"))
                .contains(
                        "It counts as taken on the board of slot 7,3 of east:7,1; its reservation orders/7,1 decides, which is "
                                + "confirmed (the row itself: confirmed).",
                        "The log says the same as the database.");
        assertThat(said("tickets", "7,42"))
                .contains(
                        "by itself it would be confirmed, but its reservation orders/7,2 decides, which is cancelled.");
        assertThat(said("tickets", "7,43"))
                .contains(
                        "It counts as held on the board of slot 7,3 of east:7,1; its reservation orders/7,9 is not there, "
                                + "so it counts as held.");
        assertThat(said("orders", "7,2")).contains("it decides how the occupants that name it count. It is cancelled.");
    }

    @Test
    void what_the_mapping_leaves_out_or_cannot_read_is_told_with_the_place() {
        assertThat(said("tickets", "7,44")).contains("The mapping leaves it out: the row does not meet when: !draft.");
        assertThat(said("tickets", "7,45"))
                .contains(
                        "It cannot be mapped: state: the mapping lists [returned, sold], found \"mislaid\": list it under "
                                + "tables.tickets.occupant.state.values",
                        "put aside");
    }

    @Test
    void a_parent_that_is_not_there_is_named_by_the_key_that_is_looked_up() {
        assertThat(said("tickets", "7,46"))
                .contains(
                        "It waits for its parent shows (code) none, which is not there.",
                        "Ingest holds the row back until these come: public.shows/(code) none.");
    }

    @Test
    void what_is_in_a_slot_that_is_not_open_counts_on_no_board() {
        assertThat(said("tickets", "7,47"))
                .contains("on no board: there is no slot 7,4 of east:7,1, or it is not open.");
        assertThat(said("shows", "7,4")).contains("It has no board: it is not open.");
    }

    @Test
    void a_deleted_row_that_is_kept_says_by_what() throws Exception {
        OthersDatabases.sql("east", "DELETE FROM tickets WHERE no = 48");
        assertThat(said("tickets", "7,48"))
                .contains(
                        "It counts as taken on the board of slot 7,3",
                        "by on_delete: keep it stands on as it was last.",
                        "The row is gone and the log keeps it as it was last");
    }

    @Test
    void what_a_row_was_before_is_told_while_the_log_has_it() throws Exception {
        OthersDatabases.sql("west", "UPDATE tickets SET pieces = 5 WHERE no = 49");
        Result result = trace("--source", "west", "tickets", "7,49");
        assertThat(result.out().replaceAll("\\s+", " "))
                .containsSubsequence(
                        "quantity 5",
                        "Its last record came by update.",
                        " update, west:7,1/occupant",
                        " snapshot, west:7,1",
                        "quantity 2",
                        "The log says the same as the database.");
    }

    @Test
    void of_several_sources_the_one_is_to_be_named() {
        Result result = trace("tickets", "7,41");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "several sources map a table tickets: east, west.",
                        "Name the one that is meant, as in --source east");
        assertThat(trace("nix", "1").err())
                .contains("No source maps a table nix. east maps: halls, orders, shows, tickets. west maps:");
    }

    @Test
    void a_resync_of_nothing_is_told_the_options_and_the_sources() {
        Result result =
                Commands.run("resync", "--data", directory.resolve("data").toString(), "--table", "tickets");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("Expected --venue (as in east:7) or --source (as in east), found neither.", "[east, west]");
    }

    @Test
    void a_row_that_changed_its_venue_in_one_update_counts_where_it_is_now() throws Exception {
        OthersDatabases.sql("west", """
                INSERT INTO halls VALUES (7, 2, 'Annex');
                UPDATE shows SET hall_no = 2 WHERE no = 4;
                UPDATE shows SET open = true WHERE no = 4;
                """);
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(
                                trace("--source", "west", "shows", "7,4").out().replaceAll("\\s+", " "))
                        .contains("of west:7,2", "The log says the same as the database.")
                        .doesNotContain("It counts nowhere", "differs"));
    }

    @Test
    void of_a_paused_source_all_that_wait_for_it_are_told_so_at_once_and_the_others_are_compared() throws Exception {
        String data = directory.resolve("data").toString();
        assertThat(Commands.run("pause", "--data", data, "--source", "west").err())
                .isEmpty();
        try {
            OthersDatabases.sql("west", "UPDATE tickets SET pieces = 7 WHERE no = 47");
            String paused = "The source west is paused: it was read last as of 20";
            String resume = "./maitred resume --source west lets it go on.";
            assertThat(trace("--source", "west", "tickets", "7,47").out().replaceAll("\\s+", " "))
                    .contains(paused, resume)
                    .doesNotContain("on its way");
            assertThat(Commands.run("resync", "--data", data, "--source", "west")
                            .err())
                    .contains(paused, resume);
            assertThat(Commands.run("reconcile", "--data", data, "--source", "west")
                            .err())
                    .contains(paused, resume);
            Result all = Commands.run("reconcile", "--data", data);
            assertThat(all.code()).isEqualTo(1);
            assertThat(all.out())
                    .contains("east as of ", "west was not compared: " + paused, "1 of 2 sources not compared");
        } finally {
            assertThat(Commands.run("resume", "--data", data, "--source", "west")
                            .out())
                    .isEqualTo("west: streaming\n");
        }
    }

    @Test
    void a_key_of_too_few_columns_says_which_there_are() {
        assertThat(trace("--source", "east", "tickets", "7").err())
                .contains(
                        "the primary key of tickets is tenant,no: expected 2 values joined by commas, as in 7,42; found 1");
    }

    @Test
    void of_a_database_that_lets_nobody_in_the_log_and_the_board_are_told_still() throws Exception {
        OthersDatabases.sql("postgres", "ALTER ROLE " + OthersDatabases.ROLE + " NOLOGIN");
        try {
            assertThat(said("tickets", "7,41"))
                    .contains(
                            "It was not read: ",
                            "not permitted to log in",
                            "It counts as taken on the board of slot 7,3 of east:7,1",
                            "Whether the log says the same is not known, since the database was not read.");
        } finally {
            OthersDatabases.sql("postgres", "ALTER ROLE " + OthersDatabases.ROLE + " LOGIN");
        }
    }
}
