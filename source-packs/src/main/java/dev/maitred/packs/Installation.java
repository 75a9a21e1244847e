package dev.maitred.packs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What packs do to a database as its owner. */
public final class Installation {

    private Installation() {}

    /** Something done within a transaction. */
    @FunctionalInterface
    public interface Step {
        void run() throws SQLException;
    }

    /** All of the step or nothing of it. */
    public static void inTransaction(Connection connection, Step step) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            step.run();
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(autoCommit);
        }
    }

    /** The answer of a query of one truth value. */
    public static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    /** Creates the schema, and the role with what it may do; a role that is there already gets the password. */
    public static void install(Connection owner, SourcePack pack, String grantsSql, String password)
            throws SQLException {
        inTransaction(owner, () -> {
            String role = pack.applicationRole();
            boolean isThere = isTrue(owner, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role + "')");
            try (Statement statement = owner.createStatement()) {
                statement.execute((isThere ? "ALTER" : "CREATE") + " ROLE " + role
                        + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD "
                        + statement.enquoteLiteral(password));
                statement.execute(pack.schemaSql());
                statement.execute(grantsSql);
            }
        });
    }
}
