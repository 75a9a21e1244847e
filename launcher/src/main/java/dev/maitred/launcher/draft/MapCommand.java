package dev.maitred.launcher.draft;

import dev.maitred.launcher.check.Refused;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.source.SourceDatabase;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./maitred map}: a first draft of a mapping. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        description =
                "Drafts a mapping from a database's catalogue, for a person to finish: it reads names, keys and types, and no row.",
        footer = {
            "",
            "Example:",
            "  PGPASSWORD=... ./maitred map --database postgresql://me@db.example.org/club > club.yaml"
        })
public final class MapCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--database",
            required = true,
            paramLabel = "URL",
            description = "postgresql://user@host:5432/name; the password may be in PGPASSWORD")
    private @Nullable String url;

    @Option(names = "--schema", paramLabel = "NAME", description = "whose tables (default: ${DEFAULT-VALUE})")
    private String schema = "public";

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        SourceDatabase database;
        try {
            database = DatabaseUrl.parse(Objects.requireNonNull(url), System::getenv);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(line, String.valueOf(e.getMessage()), e);
        }
        PrintWriter out = line.getOut();
        try (Connection connection = database.connect()) {
            List<String> schemas = schemas(connection);
            if (!schemas.contains(schema)) {
                line.getErr()
                        .println("maitred: " + database.database() + " has no schema \"" + schema + "\"; it has "
                                + schemas + ". Name one of them with --schema.");
                return spec.exitCodeOnInvalidInput();
            }
            out.print(Draft.of(connection, Draft.sourceName(database.database()), schema));
            out.flush();
            return 0;
        } catch (SQLException e) {
            line.getErr().println("maitred: " + Refused.sentence(database, e));
            return spec.exitCodeOnInvalidInput();
        } catch (MappingException e) {
            line.getErr()
                    .println("maitred: In the schema " + schema + " of " + database.database()
                            + " nothing looks like bookings: no table was recognised. Name another one with --schema, or write the mapping"
                            + " by hand.");
            return spec.exitCodeOnExecutionException();
        }
    }

    /** Without PostgreSQL's own. */
    private static List<String> schemas(Connection connection) throws SQLException {
        List<String> schemas = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT nspname FROM pg_namespace"
                        + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname")) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        return schemas;
    }
}
