package dev.maitred.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is refused before anything begins, in words. */
class CommandLineTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line =
                Maitred.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"demo", "map", "check", "plan", "switch", "up", "sql", "reconcile", "trace", "nightly", "runbook"
            })
    void every_command_explains_itself(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: maitred " + command);
    }

    @Test
    void without_a_command_it_says_which_there_are() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Name a command.", "reconcile");
    }

    @Test
    void a_port_in_use_is_said_at_once_and_nothing_is_made() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path data = directory.resolve("data");
            assertThat(run("demo", "--fresh", "--data", data.toString(), "--port", "" + taken.getLocalPort()))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("Port " + taken.getLocalPort() + " of 127.0.0.1 is in use", "--port");
            assertThat(data).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--port=70000", "--for=PT0S", "--for=soon", "--rate=0", "--rate=many"})
    void what_cannot_be_meant_is_refused(String option) {
        assertThat(run("demo", "--data", directory.resolve("data").toString(), option))
                .isEqualTo(2);
        assertThat(err.toString()).contains(option.substring(0, option.indexOf('=')));
        assertThat(directory.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "demo --port=abc|expected a whole number, found \"abc\"",
                "demo --rate=many|expected a number, found \"many\"",
                "demo --pack=casino|expected all or one of [nightclub",
                "demo --for=soon|expected a duration like 90s, 5m or PT60S, found \"soon\"",
                "reconcile --wait=5|expected a duration like 90s, 5m or PT60S, found \"5\"",
                "nightly --date=2026-13-01|expected a date like 2026-11-20, found \"2026-13-01\""
            })
    void what_was_expected_is_said_in_words(String command, String words) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains(words).doesNotContain("java.");
    }

    @ParameterizedTest
    @CsvSource({"-5,-5", "NaN,NaN", "0,0", "10001,10001", "0.01,0.01"})
    void a_rate_that_cannot_be_is_told_in_one_sentence(String typed, String found) {
        assertThat(run("demo", "--rate=" + typed)).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "maitred: --rate: expected 0.1 to 10000 transactions a second, found " + found
                                + "; for none at all there is --no-workload",
                        "Try './maitred demo --help'");
    }

    @ParameterizedTest
    @CsvSource({
        "demo --port=abc,demo",
        "demo --port=70000,demo",
        "demo --nope,demo",
        "sql --nope,sql",
        "reconcile --wait=5,reconcile",
        "trace bookings,trace",
        "nightly --date=never,nightly",
        "runbook --nope,runbook"
    })
    void what_is_typed_wrongly_points_to_the_help_and_does_not_print_it(String typed, String command) {
        assertThat(run(typed.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("maitred: ").doesNotContain("Usage:");
        assertThat(err.toString().lines()).last().isEqualTo("Try './maitred " + command + " --help'");
    }

    @Test
    void what_was_never_started_is_not_said_to_stop() throws Exception {
        Files.writeString(directory.resolve("mine.txt"), "mine");
        for (String data : new String[] {
            directory.toString(), directory.resolve("mine.txt").toString()
        }) {
            Process demo = new ProcessBuilder(
                            ProcessHandle.current().info().command().orElseThrow(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Maitred.class.getName(),
                            "demo",
                            "--fresh",
                            "--port=0",
                            "--data",
                            data)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(demo.waitFor()).as(said).isEqualTo(2);
            assertThat(said).contains("maitred: ").doesNotContain("stopping", "Exception");
        }
    }

    @Test
    void a_foreign_directory_is_left_alone() throws IOException {
        Files.writeString(directory.resolve("mine.txt"), "mine");
        assertThat(run("demo", "--fresh", "--data", directory.toString(), "--port", "0"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("was not made by maitred", "mine.txt", "Nothing was changed");
        assertThat(directory.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void without_a_platform_commands_say_how_to_start_one() {
        assertThat(run("sql", "--data", directory.toString(), "SELECT 1")).isEqualTo(2);
        assertThat(err.toString()).contains("No platform runs on " + directory, "./maitred demo --data " + directory);
    }

    @Test
    void a_switch_needs_a_file_that_says_something() throws IOException {
        assertThat(run("switch")).isEqualTo(2);
        assertThat(err.toString()).contains("--config");
        Path file = Files.writeString(directory.resolve("platform.yaml"), "nothing: here\n");
        assertThat(run("switch", "--config", file.toString(), "--data", directory.toString()))
                .isEqualTo(1);
        assertThat(out.toString()).contains("sources");
    }

    @Test
    void a_directory_that_is_not_there_is_not_waited_for() {
        assertThat(run("reconcile", "--data", directory.resolve("nix").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is no directory");
    }

    @Test
    void sql_needs_statements() {
        assertThat(run("sql", "--data", directory.toString(), "  ")).isEqualTo(2);
        assertThat(err.toString()).contains("There is no SQL");
    }
}
