package dev.maitred.launcher.sql;

import dev.maitred.launcher.platform.Endpoints;
import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.RunningPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./maitred sql}: one transaction on the booking database. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description =
                "Runs SQL on the running platform's booking database, all of it in one transaction, and says the commit's LSN.",
        footer = {"", "Example:", "  ./maitred sql \"SELECT id, title, start_utc FROM events LIMIT 5\""})
public final class SqlCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "read the SQL from this file; - is standard input")
    private @Nullable Path file;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "the source whose database is meant, as in nightclub (default: the platform's first)")
    private @Nullable String source;

    @Option(
            names = {"-q", "--quiet"},
            description = "print nothing but the commit's LSN: lsn=$(./maitred sql -q \"...\")")
    private boolean quiet;

    @Parameters(
            arity = "0..1",
            paramLabel = "SQL",
            description = "statements, separated by ; (default: standard input)")
    private @Nullable String text;

    @Override
    public Integer call() throws IOException, InterruptedException {
        String sql = sql();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (RunningPlatform platform = data.platform();
                Connection connection = platform.bookingDatabase(source(platform.endpoints()))) {
            connection.setAutoCommit(false);
            run(connection, sql, out);
            String lsn = commit(connection);
            if (lsn != null) {
                out.println(quiet ? lsn : "commit LSN " + lsn);
            }
            out.flush();
            return 0;
        } catch (SQLException e) {
            out.flush();
            spec.commandLine().getErr().println("maitred: " + SqlError.sentence(e, sql));
            return 1;
        }
    }

    private Endpoints.Postgres source(Endpoints endpoints) {
        return endpoints
                .source(source)
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "--source: the platform has no source " + source + "; it has "
                                + endpoints.sources().stream()
                                        .map(Endpoints.Source::name)
                                        .toList()))
                .client();
    }

    private String sql() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        if (text != null && file != null) {
            throw new ParameterException(
                    command.commandLine(), "Give the SQL as an argument or with --file, not both.");
        }
        String sql = text != null ? text : file != null && !file.toString().equals("-") ? read(file) : standardInput();
        if (sql.isBlank()) {
            throw new ParameterException(
                    command.commandLine(),
                    "There is no SQL: give it as an argument, with --file, or on standard input.");
        }
        return sql;
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException("There is no file " + file, e);
        }
    }

    private static String standardInput() throws IOException {
        if (System.console() != null && System.console().isTerminal()) {
            return "";
        }
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private void run(Connection connection, String sql, PrintWriter out) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean isRows = statement.execute(sql);
            while (isRows || statement.getUpdateCount() >= 0) {
                if (quiet) {
                    // Only the LSN is wanted.
                } else if (isRows) {
                    try (ResultSet rows = statement.getResultSet()) {
                        TextTable.of(rows).print(out);
                    }
                } else {
                    int count = statement.getUpdateCount();
                    out.println(count == 1 ? "1 row changed" : count + " rows changed");
                }
                isRows = statement.getMoreResults();
            }
        }
    }

    /** The position in the log after the commit; null when there was nothing to commit. */
    private static @Nullable String commit(Connection connection) throws SQLException {
        boolean wrote = one(connection, "SELECT pg_current_xact_id_if_assigned()::text") != null;
        connection.commit();
        return wrote ? one(connection, "SELECT pg_current_wal_lsn()::text") : null;
    }

    private static @Nullable String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
