package dev.maitred.launcher.check;

import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.SourceDatabase;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;

/** What a refused connection means, in a sentence, and what mends it. */
public final class Refused {

    private Refused() {}

    /** What it means, as a sentence of its own. */
    public static String sentence(SourceDatabase database, SQLException failure) {
        String problem = of("", database, failure).problem();
        return Character.toUpperCase(problem.charAt(0)) + problem.substring(1) + ".";
    }

    static Finding of(String place, SourceDatabase database, SQLException failure) {
        String at = database.host() + ":" + database.port();
        String role = TableName.quoted(database.user());
        String state = String.valueOf(failure.getSQLState());
        return switch (state) {
            case "28P01" ->
                new Finding(
                        place,
                        "the server at " + at + " refuses the role " + database.user()
                                + ": the password is wrong, or there is no such role",
                        "ALTER ROLE " + role + " PASSWORD '...'",
                        "CREATE ROLE " + role + " LOGIN REPLICATION PASSWORD '...'");
            case "28000" ->
                new Finding(
                        place,
                        "the server at " + at + " does not let " + database.user() + " in: " + failure.getMessage(),
                        "CREATE ROLE " + role + " LOGIN REPLICATION PASSWORD '...'",
                        "or a line in pg_hba.conf: host " + database.database() + " " + database.user()
                                + " <this machine>/32 scram-sha-256; then SELECT pg_reload_conf()");
            case "3D000" ->
                new Finding(
                        place,
                        "the server at " + at + " has no database \"" + database.database() + "\"",
                        "SELECT datname FROM pg_database -- lists those that there are");
            case "42501" ->
                new Finding(
                        place,
                        "the role " + database.user() + " may not connect to " + database.database(),
                        "GRANT CONNECT ON DATABASE " + TableName.quoted(database.database()) + " TO " + role);
            case "53300" -> passing(place, "the server at " + at + " has no connection left: " + failure.getMessage());
            case "57P03" -> passing(place, "the server at " + at + " is starting or stopping");
            default -> noRoute(place, database, at, failure);
        };
    }

    private static Finding noRoute(String place, SourceDatabase database, String at, SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException unknown -> {
                    return passing(place, "no host is known by the name \"" + database.host() + "\"");
                }
                case ConnectException refused -> {
                    return passing(place, "nothing listens at " + at);
                }
                case NoRouteToHostException none -> {
                    return passing(place, "there is no route to " + at);
                }
                case SocketTimeoutException silent -> {
                    return passing(
                            place, "nothing answers at " + at + ": a firewall drops what is sent there, or it hangs");
                }
                default -> {}
            }
        }
        return new Finding(place, "the connection to " + at + " failed: " + SourceDatabase.explain(failure));
    }

    private static Finding passing(String place, String problem) {
        return new Finding(place, problem, List.of("Mend host and port, or start what is to answer there"), true);
    }
}
