package dev.maitred.launcher.platform;

import dev.maitred.mapping.catalogue.TableName;
import java.sql.SQLException;
import java.sql.Statement;

/** Roles of the embedded server, made by its superuser. */
public final class EmbeddedRole {

    private EmbeddedRole() {}

    /**
     * Makes the role unless it is there, and gives it rights and password.
     *
     * @param rights as in {@code LOGIN REPLICATION}
     */
    public static void make(Statement superuser, String role, String rights, String password) throws SQLException {
        String name = TableName.quoted(role);
        superuser.execute("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = "
                + superuser.enquoteLiteral(role) + ") THEN CREATE ROLE " + name + "; END IF; END $$");
        superuser.execute("ALTER ROLE " + name + " " + rights + " PASSWORD " + superuser.enquoteLiteral(password));
    }
}
