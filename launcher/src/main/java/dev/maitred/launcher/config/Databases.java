package dev.maitred.launcher.config;

import dev.maitred.mapping.source.SourceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How a platform's file says how to reach a PostgreSQL database. */
final class Databases {

    private static final int USUAL_PORT = 5432;

    private Databases() {}

    /** Null, with the faults noted, when it cannot be read. */
    static @Nullable SourceDatabase read(Node node, Path file) {
        if (!node.isObject()) {
            node.fault(
                    "expected host, name, user and password",
                    "Write for instance { host: db.example.org, port: 5432, name: club, user: maitred_ingest, passwordFile: club.password }");
            return null;
        }
        node.knowsOnly(Set.of("host", "port", "name", "user", "password", "passwordFile"));
        String host = node.text("host");
        int port = node.port("port", USUAL_PORT);
        String name = node.text("name");
        String user = node.text("user");
        String password = password(node, file);
        return host == null || port == 0 || name == null || user == null || password == null
                ? null
                : new SourceDatabase(host, port, name, user, password);
    }

    /** Under one of the two keys; null, with the fault noted, when it cannot be had. */
    static @Nullable String password(Node node, Path file) {
        return secret(node, "password", file);
    }

    /** Under {@code what} or {@code whatFile}; null, with the fault noted, when it cannot be had. */
    static @Nullable String secret(Node node, String what, Path file) {
        String inFile = what + "File";
        String either = "expected `" + what + "` or `" + inFile + "`, found ";
        if (node.has(what) == node.has(inFile)) {
            node.fault(
                    either + (node.has(what) ? "both" : "neither"),
                    "Name a file that only you can read, or an environment variable as in " + what + ": \"${"
                            + (what.equals("password") ? "DB_PASSWORD" : what.toUpperCase(Locale.ROOT)) + "}\"");
            return null;
        }
        if (node.has(what)) {
            return node.text(what);
        }
        String path = node.text(inFile);
        if (path == null) {
            return null;
        }
        try {
            String secret = Files.readString(beside(file, path)).strip();
            if (secret.isEmpty()) {
                node.at(inFile).fault("expected a " + what + " in " + path + ", found an empty file", "Write it there");
                return null;
            }
            return secret;
        } catch (IOException e) {
            node.at(inFile)
                    .fault(
                            "expected a file that can be read, found none at "
                                    + beside(file, path).normalize(),
                            "Mend the path; it is relative to " + file.getFileName());
            return null;
        }
    }

    /** A path as the file means it: beside itself. */
    static Path beside(Path file, String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }
}
