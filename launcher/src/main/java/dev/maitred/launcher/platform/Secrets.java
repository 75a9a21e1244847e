package dev.maitred.launcher.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Passwords of this installation, made once and kept beside its data; only their owner may read them. */
public final class Secrets {

    private static final int BYTES = 24;

    private final Path directory;

    public Secrets(Path directory) {
        this.directory = directory;
    }

    /** The secret of that name, made when it is asked for the first time; hexadecimal. */
    public synchronized String of(String name) {
        try {
            Files.createDirectories(directory);
            Path file = directory.resolve(name);
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file).trim();
        } catch (IOException e) {
            throw new UncheckedIOException("The secret " + name + " in " + directory + " cannot be read or made", e);
        }
    }

    /** Whole or not at all: an empty file would be an empty password for ever. */
    private static void make(Path file) throws IOException {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        Path half = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(half);
        Files.createFile(half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(half, HexFormat.of().formatHex(random));
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
