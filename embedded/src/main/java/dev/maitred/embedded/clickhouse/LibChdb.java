package dev.maitred.embedded.clickhouse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds libchdb, the ClickHouse engine as a library, which {@code embedded/native/install} brings. */
public final class LibChdb {
    /** System property with the path of a libchdb.so of one's own; the environment may say it as MAITRED_CHDB. */
    public static final String LIBRARY_PROPERTY = "maitred.chdb";

    /** System property with the directory into which {@code embedded/native/install} has installed. */
    public static final String NATIVE_PROPERTY = "maitred.native";

    private static final Path IN_NATIVE = Path.of("node_modules", "@chdb", "lib-linux-x64-gnu", "libchdb.so");
    private static final Path GLIBC_LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");

    private LibChdb() {}

    /**
     * Looks at the library named by property or environment, else into the directory named by property, else into the
     * nearest {@code .build/native} from the working directory upwards.
     *
     * @throws ClickHouseUnavailableException when there is none, or when it is not made for this machine
     */
    public static Path locate() throws ClickHouseUnavailableException {
        String named = System.getProperty(LIBRARY_PROPERTY, System.getenv("MAITRED_CHDB"));
        String directory = System.getProperty(NATIVE_PROPERTY);
        return locate(named, directory == null ? null : Path.of(directory));
    }

    static Path locate(@Nullable String named, @Nullable Path directory) throws ClickHouseUnavailableException {
        if (named != null) {
            return existing(Path.of(named))
                    .orElseThrow(() -> new ClickHouseUnavailableException("Expected libchdb.so at " + named + ", as "
                            + LIBRARY_PROPERTY + " or MAITRED_CHDB says, and found no such file."));
        }
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch", "");
        if (!os.equals("linux") || !processor.equals("amd64") || !Files.exists(GLIBC_LOADER)) {
            throw new ClickHouseUnavailableException(
                    "The embedded ClickHouse runs on Linux x86-64 with glibc; this machine is " + os + " " + processor
                            + ". Give the platform a ClickHouse server of its own for reports.");
        }
        Optional<Path> installed = directory != null ? existing(directory.resolve(IN_NATIVE)) : nearest();
        return installed.orElseThrow(() -> new ClickHouseUnavailableException(
                "libchdb is not installed" + (directory == null ? "" : " in " + directory)
                        + ". Run embedded/native/install (it needs npm), or name a libchdb.so by " + LIBRARY_PROPERTY
                        + "."));
    }

    private static Optional<Path> nearest() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Optional<Path> library =
                    existing(at.resolve(".build").resolve("native").resolve(IN_NATIVE));
            if (library.isPresent()) {
                return library;
            }
        }
        return Optional.empty();
    }

    private static Optional<Path> existing(Path library) {
        return Files.isRegularFile(library) ? Optional.of(library.toAbsolutePath()) : Optional.empty();
    }
}
