package dev.maitred.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a disk has room, asked before a server starts to write: its own words for a full disk can be hard to read. */
public final class DiskSpace {

    /** What a server needs to start on its data and to bring it in order, in MiB. */
    public static final long TO_START_MIB = 64;

    private DiskSpace() {}

    /**
     * @param directory exists
     * @throws EmbeddedException when less than that is free
     */
    public static void require(Path directory, long leastFreeMib) {
        try {
            long freeMib = Files.getFileStore(directory).getUsableSpace() >> 20;
            if (freeMib < leastFreeMib) {
                throw new EmbeddedException("The disk of " + directory + " is full: " + freeMib
                        + " MiB are free and at least " + leastFreeMib
                        + " MiB are needed. Free some space, or name a directory on another disk with --data.");
            }
        } catch (IOException e) {
            throw new EmbeddedException("The disk of " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }
}
