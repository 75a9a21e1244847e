package dev.maitred.ingest;

import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ConfirmationIT {

    @Test
    void postgres_keeps_no_log_for_a_source_that_is_at_rest_while_others_write() throws Exception {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source().sql("INSERT INTO clubs VALUES (3, 'Green', 'Europe/Paris', null)");
            running.records();
            // Nothing of this is published: no commit of it reaches ingest.
            running.source().sql("CREATE TABLE beside (id int)", "INSERT INTO beside SELECT generate_series(1, 1000)");
            Lsn end = running.source().lsn();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> confirmed(running.source()).compareTo(end) >= 0);
        }
    }

    private static Lsn confirmed(Source source) throws SQLException {
        try (Connection connection = source.database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '"
                                + source.settings.replicationSlot() + "'")) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }
}
