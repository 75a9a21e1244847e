package dev.maitred.embedded.clickhouse;

import com.github.luben.zstd.Zstd;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jpountz.lz4.LZ4Factory;
import org.jspecify.annotations.Nullable;

/** How the child JVM is started: with the classes that it needs and no others, and little memory besides the engine's. */
record ChildCommand(Path library, DataDirectory directory, Path logDirectory, long memoryBytes) {
    private static final int LARGEST_THREADS = 4;

    Process start() throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:ReservedCodeCacheSize=32m",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-UsePerfData",
                "-XX:ErrorFile=" + logDirectory.resolve("clickhouse-crash-%p.log"),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.io.tmpdir=" + directory.temporary(),
                "-Duser.timezone=UTC",
                "-cp",
                classPath(),
                ClickHouseProcess.class.getName()));
        int threads = Math.min(LARGEST_THREADS, Runtime.getRuntime().availableProcessors());
        line.addAll(List.of(
                library.toString(),
                directory.root().toString(),
                Long.toString(memoryBytes),
                Integer.toString(threads)));
        clearTemporary();
        ProcessBuilder builder = new ProcessBuilder(line);
        // The engine reads a config.xml of the working directory and of the home directory; neither must be a
        // stranger's.
        builder.directory(directory.root().toFile());
        builder.environment().put("HOME", directory.root().toString());
        builder.environment().put("TZ", "UTC");
        builder.environment().put("MALLOC_ARENA_MAX", "2");
        builder.redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()));
        return builder.start();
    }

    Path log() {
        return logDirectory.resolve("clickhouse.log");
    }

    String lastLogLine() throws IOException {
        List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        return lines.isEmpty() ? "It wrote nothing." : "It last wrote: " + lines.getLast();
    }

    /** A killed child leaves the native parts that its libraries had unpacked. */
    private void clearTemporary() throws IOException {
        File[] left = directory.temporary().toFile().listFiles(File::isFile);
        for (File file : left == null ? new File[0] : left) {
            Files.deleteIfExists(file.toPath());
        }
    }

    private static String classPath() {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> needed : List.of(ClickHouseProcess.class, LZ4Factory.class, Zstd.class)) {
            String place = place(needed);
            if (place == null) {
                return System.getProperty("java.class.path");
            }
            places.add(place);
        }
        return String.join(File.pathSeparator, places);
    }

    private static @Nullable String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return null;
        }
    }
}
