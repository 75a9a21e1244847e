package dev.maitred.ingest;

import dev.maitred.embedded.testing.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** Every kind of statement and transaction that a replay could stumble over, from empty tables on. */
final class MixedScript {

    /** More rows than a portion holds of what becomes of them. */
    static final int LARGE = 520;

    private final Connection one;
    private final Connection other;

    private MixedScript(Connection one, Connection other) {
        this.one = one;
        this.other = other;
    }

    static void run(TestDatabase database) throws SQLException, IOException {
        try (Connection one = database.connect();
                Connection other = database.connect()) {
            new MixedScript(one, other).run();
        }
    }

    private void run() throws SQLException, IOException {
        // The parents, and a transaction that touches three venues.
        one.setAutoCommit(false);
        on(
                one,
                "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', '+49 555'), (2, 'Red', 'Europe/Lisbon', null),"
                        + " (3, 'Green', 'Europe/Paris', null)",
                "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', '2026-11-21 05:00Z'),"
                        + " (20, 2, '2026-11-20 22:00Z', '2026-11-21 06:00Z'), (30, 3, '2026-11-20 22:00Z', '2026-11-21 06:00Z')");
        one.commit();
        one.setAutoCommit(true);

        // Single rows, back to back, with what is not mapped and a message of others in between.
        for (int id = 1; id <= 8; id++) {
            on(one, booking(id, 10 + 10 * (id % 3)));
        }
        on(
                one,
                "CREATE TABLE unmapped (id bigint)",
                "INSERT INTO unmapped VALUES (1)",
                "SELECT pg_logical_emit_message(false, 'maitred', 'from somebody else', true)",
                "SELECT pg_logical_emit_message(true, 'maitred', 'from somebody else')",
                booking(9, 10),
                "INSERT INTO unmapped VALUES (2)",
                booking(10, 20));

        // Rows that share an LSN or nearly so.
        on(one, bookings(100, 107, 10));
        copy(200, 209);
        copy(210, 213);

        // Two connections, committing in the other order, and a third commit in between.
        one.setAutoCommit(false);
        other.setAutoCommit(false);
        on(one, booking(301, 10));
        on(other, booking(401, 20));
        on(one, booking(302, 20), "UPDATE bookings SET status = 'CANCELLED' WHERE id = 1");
        on(other, booking(402, 10), "SELECT pg_logical_emit_message(false, 'maitred', 'beside a transaction', true)");
        on(one, booking(303, 10));
        on(other, "UPDATE bookings SET table_id = 77 WHERE id = 2");
        other.commit();
        on(other, booking(403, 30));
        other.commit();
        on(one, booking(304, 30));
        one.commit();

        // Savepoints: one rolled back, one kept, and a transaction rolled back as a whole.
        on(
                one,
                booking(501, 10),
                "SAVEPOINT a",
                booking(502, 20),
                "ROLLBACK TO a",
                booking(503, 20),
                "SAVEPOINT b",
                booking(504, 30),
                "RELEASE b");
        one.commit();
        on(one, booking(505, 10));
        one.rollback();

        // Keys, venues, exclusion and deletes; the same row more than once in a transaction.
        on(
                one,
                "UPDATE bookings SET id = 1003 WHERE id = 3",
                "UPDATE bookings SET night_id = 20 WHERE id = 1003",
                "DELETE FROM bookings WHERE id = 1003",
                booking(3, 30));
        one.commit();
        one.setAutoCommit(true);
        other.setAutoCommit(true);
        on(
                one,
                "ALTER TABLE clubs ALTER name SET STORAGE EXTERNAL, ALTER phone SET STORAGE PLAIN",
                "INSERT INTO clubs SELECT 4, substr(string_agg(md5(n::text), ''), 1, 1000), 'Europe/Rome', repeat('5', 1900)"
                        + " FROM generate_series(1, 40) AS n");
        one.setAutoCommit(false);
        on(one, booking(506, 10), "UPDATE clubs SET id = 5 WHERE id = 4", booking(507, 20));
        one.commit();
        one.setAutoCommit(true);
        on(one, "UPDATE clubs SET zone = 'Europe/Oslo' WHERE id = 5");
        on(
                one,
                "UPDATE bookings SET id = id + 2000 WHERE id BETWEEN 100 AND 103",
                "UPDATE bookings SET night_id = 30 WHERE id BETWEEN 104 AND 107",
                "UPDATE bookings SET gone = now() WHERE id IN (4, 5)",
                "UPDATE bookings SET gone = null WHERE id = 5",
                "UPDATE clubs SET name = 'Bluer' WHERE id = 1",
                "UPDATE nights SET ends = ends + interval '1 hour' WHERE id IN (10, 20)",
                "DELETE FROM bookings WHERE id BETWEEN 200 AND 205",
                "INSERT INTO bookings VALUES (600, 10, 1, 'STRANGE', null, null)");

        // One transaction of several portions, and TRUNCATE before, within and after changes of the same transaction.
        on(one, bookings(3000, 3000 + LARGE - 1, 20), booking(7001, 10));
        one.setAutoCommit(false);
        on(one, booking(7002, 20), "TRUNCATE bookings", booking(7003, 10), booking(7002, 30));
        one.commit();
        on(
                one,
                booking(7004, 10),
                "TRUNCATE clubs CASCADE",
                "INSERT INTO clubs VALUES (1, 'Blue again', 'Europe/Berlin', null), (4, 'White', 'Europe/Rome', null)",
                "INSERT INTO nights VALUES (10, 1, '2026-11-22 21:00Z', '2026-11-23 05:00Z'),"
                        + " (40, 4, '2026-11-22 21:00Z', '2026-11-23 05:00Z')",
                booking(7005, 10));
        one.commit();
        one.setAutoCommit(true);
        on(one, booking(7006, 40), booking(7007, 10), "DELETE FROM bookings WHERE id = 7007");
    }

    private void copy(int from, int to) throws SQLException, IOException {
        StringBuilder rows = new StringBuilder();
        for (int id = from; id <= to; id++) {
            rows.append(id)
                    .append(",")
                    .append(id % 2 == 0 ? 10 : 20)
                    .append(",")
                    .append(id)
                    .append(",BOOKED,Ann,\n");
        }
        one.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY bookings FROM STDIN (FORMAT csv)", new StringReader(rows.toString()));
    }

    private static void on(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private static String booking(int id, int night) {
        return "INSERT INTO bookings VALUES (" + id + ", " + night + ", " + id + ", 'BOOKED', 'Ann', null)";
    }

    private static String bookings(int from, int to, int night) {
        return "INSERT INTO bookings SELECT id, " + night + ", id, 'BOOKED', 'Ann', null FROM generate_series(" + from
                + ", " + to + ") id";
    }
}
