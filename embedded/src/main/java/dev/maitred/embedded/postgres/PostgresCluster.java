package dev.maitred.embedded.postgres;

import dev.maitred.embedded.DirectoryTree;
import dev.maitred.embedded.EmbeddedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The files of the server: {@code data} (what PostgreSQL calls a cluster), {@code password} and {@code port}.
 *
 * @param directory holds them; a real path
 */
record PostgresCluster(Path directory) {

    static final String SUPERUSER = "maitred";

    private static final int INITDB_SECONDS = 120;
    private static final int PASSWORD_BYTES = 24;
    private static final String PARTIAL = "data.partial";

    Path data() {
        return directory.resolve("data");
    }

    Path postmasterPid() {
        return data().resolve("postmaster.pid");
    }

    Path rememberedPort() {
        return directory.resolve("port");
    }

    private Path passwordFile() {
        return directory.resolve("password");
    }

    /** Makes the data on the first call, whole or not at all; writes the settings on every call. */
    void prepare(Path binaries) {
        try {
            if (!Files.isDirectory(data())) {
                writePassword();
                initialize(binaries);
            }
            Files.writeString(data().resolve(PostgresSettings.FILE), PostgresSettings.file());
        } catch (IOException e) {
            throw new EmbeddedException(
                    "The files of PostgreSQL in " + directory + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Removes the pid file of a run that is known to be over. Its process id may belong to another program by now, and
     * PostgreSQL would take that for itself and refuse to start: in a restarted container this is the rule.
     */
    void forgetLastRun() {
        try {
            Files.deleteIfExists(postmasterPid());
        } catch (IOException e) {
            throw new EmbeddedException("The file " + postmasterPid() + " cannot be removed: " + e.getMessage(), e);
        }
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new EmbeddedException(
                    "The password of the PostgreSQL data in " + directory + " cannot be read from " + passwordFile()
                            + ". Put the file back, or start over with --fresh, which deletes the data.",
                    e);
        }
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        Files.deleteIfExists(passwordFile());
        // Never readable by others, not even for a moment: the mode is set as the file is made.
        Files.createFile(
                passwordFile(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(passwordFile(), password + "\n");
    }

    private void initialize(Path binaries) throws IOException {
        deletePartial();
        // A name of its own: initdb of a killed start may still be writing into the one before.
        Path partial = Files.createTempDirectory(directory, PARTIAL);
        // Sorted by code point, yet upper and lower case as Unicode has them.
        run(
                Postmaster.command(
                        binaries.resolve("bin/initdb"),
                        List.of(
                                "--pgdata=" + partial,
                                "--username=" + SUPERUSER,
                                "--pwfile=" + passwordFile(),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8")),
                "The first set-up of PostgreSQL in " + directory);
        Files.writeString(
                partial.resolve("postgresql.conf"),
                "\ninclude = '" + PostgresSettings.FILE + "'\n",
                StandardOpenOption.APPEND);
        Files.move(partial, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void deletePartial() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(PARTIAL)) {
                    try {
                        DirectoryTree.delete(file);
                    } catch (IOException e) {
                        // Still written to; it is in nobody's way.
                    }
                }
            }
        }
    }

    private static void run(List<String> command, String what) throws IOException {
        Process process =
                Postmaster.processBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(INITDB_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new EmbeddedException(what + " failed. " + PostgresFailure.explain(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedException(what + " was interrupted.", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
