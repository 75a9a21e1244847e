package dev.maitred.launcher.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maitred.launcher.platform.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunningPlatformTest {

    private static final long HERE = ProcessHandle.current().pid();
    private static final long NOBODY = Integer.MAX_VALUE;

    @TempDir
    private Path data;

    private NotRunningException find() {
        return catchThrowableOfType(NotRunningException.class, () -> RunningPlatform.find(data));
    }

    private void endpoints(long pid) throws IOException {
        endpoints(pid, null);
    }

    private void endpoints(long pid, @Nullable String start) throws IOException {
        // Port 1 of this machine: nobody answers there.
        new Endpoints(
                        "http://127.0.0.1:1",
                        null,
                        new Endpoints.Postgres("127.0.0.1", 1, "nightclub", "maitred", "secret"),
                        new Endpoints.Kafka("127.0.0.1:1"),
                        null,
                        pid,
                        List.of(),
                        null,
                        start)
                .write(data.resolve("endpoints.json"));
    }

    private void owner(long pid) throws IOException {
        Files.writeString(data.resolve("lock"), pid + "\n");
    }

    @Test
    void a_directory_without_a_platform_is_not_waited_for() {
        assertThat(find()).hasMessageContaining("No platform runs on").matches(e -> !e.isComingPerhaps());
    }

    @Test
    void a_platform_that_starts_for_the_first_time_is_waited_for() throws IOException {
        owner(HERE);
        assertThat(find()).hasMessageContaining("is starting").matches(NotRunningException::isComingPerhaps);
    }

    @Test
    void a_platform_that_was_killed_may_come_again() throws IOException {
        endpoints(NOBODY);
        owner(NOBODY);
        assertThat(find())
                .hasMessageContaining("its process " + NOBODY + " has ended")
                .matches(NotRunningException::isComingPerhaps);
    }

    @Test
    void what_starts_it_again_is_told_as_it_was_started_and_both_ways_where_nothing_tells() throws IOException {
        endpoints(NOBODY, "up --config /club/platform.yaml");
        assertThat(find())
                .hasMessageContaining(
                        "Start it again with ./maitred up --config /club/platform.yaml --data " + data + ";");
        endpoints(NOBODY, "demo --pack rush");
        assertThat(find()).hasMessageContaining("Start it again with ./maitred demo --pack rush --data " + data + ";");
        endpoints(NOBODY);
        assertThat(find())
                .hasMessageContaining("Start it again with ./maitred up --config FILE --data " + data
                        + " or ./maitred demo --data " + data + ";");
    }

    @Test
    void a_platform_that_starts_again_is_waited_for_whatever_the_old_endpoints_say() throws IOException {
        endpoints(NOBODY);
        owner(HERE);
        assertThat(find()).hasMessageContaining("is starting").matches(NotRunningException::isComingPerhaps);
    }

    @Test
    void a_platform_that_lives_and_does_not_answer_is_said_to_do_so() throws IOException {
        endpoints(HERE);
        owner(HERE);
        assertThat(find()).hasMessageContaining("does not answer at http://127.0.0.1:1");
    }

    @Test
    void a_file_of_another_form_is_named() throws IOException {
        Files.writeString(data.resolve("endpoints.json"), "{\"http\": 7");
        assertThat(find())
                .hasMessageContaining("endpoints.json is damaged or of another form")
                .hasMessageContaining("./maitred demo --data " + data)
                .hasMessageNotContaining("column")
                .hasMessageNotContaining("Source");
    }
}
