package dev.maitred.batch.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.batch.testing.Platform;
import dev.maitred.batch.testing.SqlTotals;
import dev.maitred.embedded.testing.TestServers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run in a process of its own that ends, without a word to anybody, at a place of the test's choice. */
final class DyingRun {

    private static final int DEAD = 42;

    private DyingRun() {}

    static void die(Platform platform, SqlTotals source, LocalDate date, String place)
            throws IOException, InterruptedException {
        var address = platform.address();
        var jobs = platform.jobs();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingRun.class.getName(),
                        address.url(),
                        address.database(),
                        address.user(),
                        address.password(),
                        TestServers.kafkaBootstrap(),
                        jobs.jdbcUrl(),
                        jobs.server().user(),
                        jobs.server().password(),
                        source.database().jdbcUrl(),
                        date.toString(),
                        place)
                .inheritIO()
                .start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("died at " + place).isEqualTo(DEAD);
    }

    public static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        String place = given.getLast();
        NightlySettings settings = new NightlySettings(
                new dev.maitred.clickhouse.ClickHouseAddress(given.get(0), given.get(1), given.get(2), given.get(3)),
                given.get(4),
                new dev.maitred.batch.runs.PlatformDatabase(given.get(5), given.get(6), given.get(7)),
                List.of(SqlTotals.of(given.get(8), given.get(6), given.get(7))),
                java.time.Clock.fixed(dev.maitred.batch.testing.SmallHistory.MORNING, java.time.ZoneOffset.UTC),
                java.time.Duration.ofMinutes(2),
                line -> {},
                passed -> {
                    if (passed.equals(place)) {
                        Runtime.getRuntime().halt(DEAD);
                    }
                });
        try (NightlyAnalytics analytics = new NightlyAnalytics(settings)) {
            analytics.run(LocalDate.parse(given.get(9)));
        }
    }
}
