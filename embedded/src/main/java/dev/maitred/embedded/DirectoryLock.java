package dev.maitred.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right of one process to use a directory: an operating-system lock on a file that holds the owner's process id. A
 * killed owner's lock is gone with it, whatever the file still says. The data directory has one, and every server's own
 * directory another, so that a server that is used by itself is as safe.
 */
public final class DirectoryLock implements AutoCloseable {

    static final String FILE = "lock";

    /**
     * Held by this process. Asked before the file is opened: POSIX drops all locks of a process on a file as soon as the
     * process closes any one of its handles on it, so a second look at the file would unlock the first.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * @param directory exists, and is a real path
     * @throws EmbeddedException when another process, or another part of this one, has it
     */
    public static DirectoryLock take(Path directory) {
        if (!HELD_HERE.add(directory)) {
            throw inUse(directory, "this process, " + ProcessHandle.current().pid());
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    directory.resolve(FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(
                        directory,
                        "process " + Files.readString(directory.resolve(FILE)).strip());
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
            return new DirectoryLock(directory, channel);
        } catch (IOException e) {
            release(directory, channel);
            throw new EmbeddedException(
                    "The lock of the directory " + directory + " cannot be taken (" + e.getMessage()
                            + "). Is the disk full or read-only, or does it belong to another user?",
                    e);
        } catch (EmbeddedException e) {
            release(directory, channel);
            throw e;
        }
    }

    private static EmbeddedException inUse(Path directory, String owner) {
        return new EmbeddedException("The directory " + directory + " is in use by " + owner
                + ". Stop that process first, or name another directory with --data.");
    }

    private static void release(Path directory, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        } finally {
            HELD_HERE.remove(directory);
        }
    }

    @Override
    public void close() {
        if (channel.isOpen()) {
            release(directory, channel);
        }
    }
}
