package dev.maitred.launcher.platform;

import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The platform's own database on the embedded server, apart from all bookings. */
final class OwnDatabase {

    /** The database and the role that owns what is in it. */
    private static final String NAME = "maitred_platform";

    private OwnDatabase() {}

    static PlatformDatabase prepare(PostgresServer server, Secrets secrets) throws SQLException {
        server.createDatabase(NAME);
        PostgresEndpoint endpoint = server.endpoint();
        try (Connection owner = endpoint.connect(NAME);
                Statement statement = owner.createStatement()) {
            EmbeddedRole.make(statement, NAME, "LOGIN", secrets.of(NAME));
            statement.execute("GRANT ALL ON DATABASE " + NAME + " TO " + NAME);
            statement.execute("GRANT ALL ON SCHEMA public TO " + NAME);
        }
        return new PlatformDatabase(endpoint.jdbcUrl(NAME), NAME, secrets.of(NAME));
    }
}
