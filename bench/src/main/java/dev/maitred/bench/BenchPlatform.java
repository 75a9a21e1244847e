package dev.maitred.bench;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.launcher.demo.DemoPlatform;
import dev.maitred.packs.SourcePacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The whole platform on a directory of its own, without a workload, gone when the measurement is over. */
final class BenchPlatform implements AutoCloseable {

    static final String PACK = "nightclub";

    private final Path directory;
    private final DataDirectory data;
    private final DemoPlatform platform;

    BenchPlatform(DemoPlatform.Additions additions) throws IOException, SQLException {
        directory = Files.createTempDirectory("maitred-bench");
        data = DataDirectory.open(directory.resolve("data"));
        platform = DemoPlatform.start(data, List.of(SourcePacks.named(PACK)), 0, additions, step -> {});
    }

    DemoPlatform platform() {
        return platform;
    }

    int port() {
        return java.net.URI.create(platform.endpoints().http()).getPort();
    }

    /** One night of each club that is on now or next: event id by club id. */
    Map<Long, Long> nights() throws SQLException {
        Map<Long, Long> nights = new TreeMap<>();
        try (var connection = platform.bookingSuperuser().connect(PACK);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT DISTINCT ON (club_id) club_id, id FROM events WHERE end_utc > now() ORDER BY club_id, start_utc")) {
            while (rows.next()) {
                nights.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return nights;
    }

    /** Nearest-rank quantile of sorted values. */
    static double quantile(List<Double> sorted, double quantile) {
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.min(sorted.size() - 1L, Math.round(Math.ceil(quantile * sorted.size())) - 1));
    }

    @Override
    public void close() throws IOException {
        platform.close();
        data.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
