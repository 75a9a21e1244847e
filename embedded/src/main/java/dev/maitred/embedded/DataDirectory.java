package dev.maitred.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The one directory in which everything durable of the embedded platform lives. While it is open no other process can
 * open it; the operating system frees it when this process ends, however it ends. Refusing never changes a file.
 */
public final class DataDirectory implements AutoCloseable {

    /** Where the platform keeps its data unless told otherwise, relative to the working directory. */
    public static final Path DEFAULT = Path.of(".maitred");

    /** Less than this and a server may die in the middle of a write, so the directory is not opened. */
    static final long LEAST_FREE_MIB = 512;

    private static final String MARKER = ".maitred-data";
    private static final String MARKER_TEXT = "maitred data directory, format 1\n";

    private final Path root;
    private final DirectoryLock lock;

    private DataDirectory(Path root, DirectoryLock lock) {
        this.root = root;
        this.lock = lock;
    }

    /**
     * Opens the directory, or makes it.
     *
     * @throws EmbeddedException when it belongs to something else, is in use, cannot be written, or the disk is full
     */
    public static DataDirectory open(Path directory) {
        return open(directory, false, LEAST_FREE_MIB);
    }

    /**
     * Opens the directory and deletes what is in it. Only a directory that this class made is ever emptied, and a server
     * that an earlier run left behind in it is ended first.
     *
     * @throws EmbeddedException as {@link #open(Path)} does; then nothing was deleted
     */
    public static DataDirectory openFresh(Path directory) {
        return open(directory, true, LEAST_FREE_MIB);
    }

    static DataDirectory open(Path directory, boolean fresh, long leastFreeMib) {
        Path root = claim(directory.toAbsolutePath().normalize());
        DirectoryLock lock = DirectoryLock.take(root);
        DataDirectory opened = new DataDirectory(root, lock);
        try {
            if (fresh) {
                opened.empty();
            }
            DiskSpace.require(root, leastFreeMib);
            Files.createDirectories(opened.logs());
            return opened;
        } catch (IOException e) {
            opened.close();
            throw unusable(root, e);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /** Makes sure that the directory exists and is ours, by its marker file; without touching a foreign one. */
    private static Path claim(Path directory) {
        try {
            if (Files.exists(directory) && !Files.isDirectory(directory)) {
                throw new EmbeddedException("The data directory " + directory
                        + " is a file. Name a directory, or one that does not exist yet, with --data.");
            }
            makePrivate(directory);
            Path marker = directory.resolve(MARKER);
            if (!Files.exists(marker)) {
                requireEmpty(directory);
                Files.writeString(marker, MARKER_TEXT, StandardOpenOption.CREATE);
            }
            String found = Files.readString(marker);
            // A marker that a full disk left empty is still ours.
            if (!found.isEmpty() && !found.equals(MARKER_TEXT)) {
                throw new EmbeddedException("The data directory " + directory + " says \"" + found.strip()
                        + "\", and this version reads \"" + MARKER_TEXT.strip()
                        + "\". Use the version that wrote it, or another directory with --data.");
            }
            return directory.toRealPath();
        } catch (IOException e) {
            throw unusable(directory, e);
        }
    }

    /** Passwords and guests' bookings lie in it: a new one is for its owner only. */
    private static void makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Path parent = directory.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    private static void requireEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            files.findAny().ifPresent(found -> {
                throw new EmbeddedException("The directory " + directory + " was not made by maitred: it holds "
                        + found.getFileName() + " and no " + MARKER
                        + ". Nothing was changed. Name an empty or new directory with --data.");
            });
        }
    }

    private static EmbeddedException unusable(Path directory, IOException cause) {
        return new EmbeddedException(
                "The data directory " + directory + " cannot be written ("
                        + cause.getClass().getSimpleName() + ": "
                        + cause.getMessage() + "). Is the disk full or read-only, or does it belong to another user? "
                        + "Free it, or name another directory with --data.",
                cause);
    }

    private void empty() throws IOException {
        ServerProcess.runningIn(postgres().resolve("data"), "postgres").forEach(ServerProcess::stop);
        try (Stream<Path> entries = Files.list(root)) {
            for (Path entry : entries.toList()) {
                // Marker and lock stay: whoever waits for the directory must see the same lock.
                if (!entry.endsWith(MARKER) && !entry.endsWith(DirectoryLock.FILE)) {
                    DirectoryTree.delete(entry);
                }
            }
        }
    }

    /** The directory itself, absolute and without symbolic links. */
    public Path root() {
        return root;
    }

    public Path postgres() {
        return root.resolve("postgres");
    }

    public Path kafka() {
        return root.resolve("kafka");
    }

    public Path clickhouse() {
        return root.resolve("clickhouse");
    }

    /** State stores of Kafka Streams; they can be rebuilt from Kafka. */
    public Path streams() {
        return root.resolve("streams");
    }

    /** Exists while the directory is open. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Where a running platform says how to reach its servers, with passwords. */
    public Path endpointsFile() {
        return root.resolve("endpoints.json");
    }

    /** Lets the next process in. The data stays. */
    @Override
    public void close() {
        lock.close();
    }
}
