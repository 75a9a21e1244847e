package dev.maitred.embedded.testing;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.DirectoryTree;
import dev.maitred.embedded.EmbeddedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Data directories of test servers, each in use by one of them. */
final class TestDirectories {

    private static final int DIRECTORIES = 64;

    private TestDirectories() {}

    /**
     * The directories have fixed names, so that opening one afresh clears away what a killed test run left there, its
     * PostgreSQL included.
     */
    static DataDirectory firstUnused() {
        Path base = Path.of(System.getProperty("java.io.tmpdir"), "maitred-test-" + System.getProperty("user.name"));
        for (int i = 0; i < DIRECTORIES - 1; i++) {
            try {
                return DataDirectory.openFresh(base.resolve(Integer.toString(i)));
            } catch (EmbeddedException e) {
                // In use by another test run: the next one. The last one's refusal is for the reader.
            }
        }
        return DataDirectory.openFresh(base.resolve(Integer.toString(DIRECTORIES - 1)));
    }

    /** Deletes what ended servers wrote, and lets the next one in. */
    static void clear(DataDirectory data) {
        try {
            DirectoryTree.delete(data.postgres());
            DirectoryTree.delete(data.kafka());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            data.close();
        }
    }
}
