package dev.maitred.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.launcher.Commands;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CheckIT {

    @TempDir
    private Path directory;

    @BeforeAll
    static void databases() throws Exception {
        OthersDatabases.clinic("checked");
    }

    private Commands.Result check(String config) throws IOException {
        Files.writeString(directory.resolve("platform.yaml"), config);
        return Commands.run(
                "check", "--config", directory.resolve("platform.yaml").toString());
    }

    private void mapping(String name, String yaml) throws IOException {
        Files.writeString(directory.resolve(name), yaml);
    }

    @Test
    void a_file_with_twelve_faults_is_told_all_of_them_at_once() throws IOException {
        mapping("broken.yaml", "source: Broken\ntabels: {}\n");
        Commands.Result result = check("""
                sorces: []
                kafka: nowhere
                clickhouse: { url: "tcp://x" }
                sources:
                  - mapping: absent.yaml
                    database: { host: db, port: 99999, name: x, user: y, password: "${NOT_SET_ANYWHERE}" }
                  - mapping: broken.yaml
                    truth: absent.sql
                    database: { host: db, user: y, password: a, passwordFile: b }
                """);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("12 faults in ")
                .contains(
                        "sorces: unknown key",
                        "kafka: expected host:port",
                        "clickhouse.url: expected its HTTP interface",
                        "sources[0].mapping: expected a file that can be read",
                        "sources[0].database.port: expected a port from 1 to 65535, found \"99999\"",
                        "sources[0].database.password: expected the environment variable NOT_SET_ANYWHERE",
                        "sources[1].mapping (broken.yaml) source (line 1): expected a name",
                        "sources[1].mapping (broken.yaml) tabels (line 2): unknown key",
                        "sources[1].mapping (broken.yaml) tables: expected at least one",
                        "sources[1].truth: expected a file",
                        "sources[1].database.name: expected a text, found nothing",
                        "sources[1].database: expected `password` or `passwordFile`, found both");
    }

    @Test
    void what_databases_lack_is_told_with_the_sql_that_mends_it_and_that_sql_mends_it() throws Exception {
        mapping("clinic.yaml", OthersDatabases.draft("checked"));
        mapping("wrong.yaml", """
                source: wrong
                tables:
                  clinics:
                    venue: { name: nome, time_zone: timezone }
                  doctors:
                    unit: { venue: clinic_id }
                  shifts:
                    slot: { venue: clinic_id, starts_at: starts_at }
                """);
        Commands.Result result = check("sources:\n" + OthersDatabases.source("clinic.yaml", "checked")
                + OthersDatabases.source(
                        "wrong.yaml",
                        "checked",
                        OthersDatabases.server().endpoint().port(),
                        "weak",
                        "weak"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains(
                        "the role may not replicate",
                        "      ALTER ROLE \"weak\" REPLICATION;",
                        "has no column \"nome\"",
                        "the database has no table doctors",
                        "the field `ends_at` is required",
                        "the role may not read",
                        "the publication maitred_checked does not hold exactly the mapped columns",
                        "sources[1].mapping (wrong.yaml) tables.clinics.venue.name (line 4)");
        Matcher sql = Pattern.compile("^ {6}((?:GRANT|DROP|CREATE) .*;)$", Pattern.MULTILINE)
                .matcher(result.out());
        while (sql.find()) {
            OthersDatabases.sql("checked", sql.group(1));
        }
        Commands.Result mended = check("sources:\n" + OthersDatabases.source("clinic.yaml", "checked"));
        assertThat(mended.out())
                .matches("ready: checked \\(clinic.yaml\\): 4 tables, .* PostgreSQL 18.*\\Rnote: .*mislaid.*\\R");
        assertThat(mended.code()).isZero();
    }

    @Test
    void a_list_is_compared_with_the_labels_of_its_enum() throws Exception {
        OthersDatabases.clinic("checked_labels");
        String draft = OthersDatabases.draft("checked_labels");
        mapping("misspelt.yaml", draft.replace("cancelled: cancelled", "cancelled: [cancelled, canceled]"));
        Commands.Result misspelt = check("sources:\n" + OthersDatabases.source("misspelt.yaml", "checked_labels"));
        assertThat(misspelt.out())
                .contains(
                        "note: sources[0].mapping (misspelt.yaml) tables.appointments.occupant.state.values.cancelled[1] (line ",
                        "\"canceled\" is no label of the enum visit_state; its labels are [booked, arrived, done, cancelled, mislaid]",
                        "Did you mean \"cancelled\"?");

        mapping("labels.yaml", draft);
        Commands.Result unlisted = check("sources:\n" + OthersDatabases.source("labels.yaml", "checked_labels"));
        assertThat(unlisted.out())
                .contains(
                        "note: sources[0].mapping (labels.yaml) tables.appointments.occupant.state.values (line ",
                        "the labels [mislaid] of the enum visit_state are in no list: a row with one of them is put aside");
    }

    @Test
    void each_refused_connection_is_one_sentence() throws Exception {
        int port = OthersDatabases.server().endpoint().port();
        String draft = OthersDatabases.draft("checked");
        for (String name : new String[] {"a", "b", "c", "d"}) {
            mapping(name + ".yaml", draft.replace("source: checked", "source: " + name));
        }
        Commands.Result result = check("sources:\n"
                + OthersDatabases.source("a.yaml", "checked", port, OthersDatabases.ROLE, "wrong")
                + OthersDatabases.source("b.yaml", "absent", port, OthersDatabases.ROLE, OthersDatabases.PASSWORD)
                + OthersDatabases.source("c.yaml", "checked", unusedPort(), OthersDatabases.ROLE, "x")
                + OthersDatabases.source("d.yaml", "checked").replace("127.0.0.1", "no-such-host.invalid"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .startsWith("4 faults:")
                .contains("refuses the role reader: the password is wrong, or there is no such role")
                .contains("has no database \"absent\"", "nothing listens at 127.0.0.1:", "no host is known by the name")
                .doesNotContain("Exception", OthersDatabases.PASSWORD);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_pooler_is_recognised_by_the_process_that_greets() throws Exception {
        mapping("clinic.yaml", OthersDatabases.draft("checked"));
        try (GreetingPooler pooler =
                new GreetingPooler(OthersDatabases.server().endpoint().port())) {
            Commands.Result result = check("sources:\n"
                    + OthersDatabases.source(
                            "clinic.yaml", "checked", pooler.port(), OthersDatabases.ROLE, OthersDatabases.PASSWORD));
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out())
                    .contains("a pooler is at 127.0.0.1:" + pooler.port() + ", not PostgreSQL itself")
                    .contains("behind the pooler it says of itself that it is 127.0.0.1:"
                            + OthersDatabases.server().endpoint().port());
        }
    }
}
