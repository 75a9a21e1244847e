package dev.maitred.embedded.clickhouse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What lies in the directory of an embedded ClickHouse: its data, its password, its port, and the lock of its process. */
record DataDirectory(Path root) {
    private static final int PASSWORD_BYTES = 24;
    private static final Duration LOCK_POLL = Duration.ofMillis(100);

    /** Creates what is missing; readable by this user only. */
    static DataDirectory prepare(Path root) throws IOException {
        DataDirectory directory = new DataDirectory(root.toAbsolutePath());
        Files.createDirectories(
                directory.root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectories(directory.temporary());
        directory.createPassword();
        return directory;
    }

    Path data() {
        return root.resolve("data");
    }

    /** For native parts that libraries unpack. */
    Path temporary() {
        return root.resolve("tmp");
    }

    String password() throws IOException {
        return Files.readString(root.resolve("password")).strip();
    }

    /** The port of the last start, 0 when there was none. */
    int port() {
        try {
            return Integer.parseInt(Files.readString(root.resolve("port")).strip());
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    void keepPort(int port) throws IOException {
        Files.writeString(root.resolve("port"), port + "\n");
    }

    /**
     * Takes the directory for this process, as long as the lock is referred to. A predecessor that is just ending is waited
     * for.
     *
     * @throws IOException when another process keeps it
     */
    FileLock lock(Duration patience) throws IOException, InterruptedException {
        Path file = root.resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null) {
                // By the same channel: closing another one of the same file would give the lock back.
                channel.truncate(0);
                channel.write(
                        StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + "\n"));
                return lock;
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("The ClickHouse data in " + root + " is in use by process "
                        + Files.readString(file).strip()
                        + ". Stop that one first, or choose another data directory.");
            }
            Thread.sleep(LOCK_POLL);
        }
    }

    private void createPassword() throws IOException {
        Path file = root.resolve("password");
        if (Files.exists(file) && Files.size(file) > 0) {
            return;
        }
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
    }
}
