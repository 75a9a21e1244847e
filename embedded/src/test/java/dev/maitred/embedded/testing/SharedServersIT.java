package dev.maitred.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The same in both modes: what every other module's tests rely on. */
class SharedServersIT {

    @Test
    void every_test_has_a_database_of_its_own_with_logical_decoding() throws SQLException {
        TestDatabase one = TestServers.newDatabase("one");
        TestDatabase other = TestServers.newDatabase("one");
        assertThat(one.name()).isNotEqualTo(other.name());
        try (Connection connection = one.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_setting('wal_level')" + " || current_setting('password_encryption')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("logicalscram-sha-256");
        }
    }

    @Test
    void kafka_takes_transactions() throws Exception {
        String bootstrap = TestServers.kafkaBootstrap();
        Records.createTopic(bootstrap, "shared-servers", 1);
        try (var producer = Records.producer(bootstrap, Map.of("transactional.id", "shared-servers"))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("shared-servers", "k", "aborted"))
                    .get();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("shared-servers", "k", "committed"))
                    .get();
            producer.commitTransaction();
        }
        assertThat(Records.committed(bootstrap, "shared-servers")).containsExactly("committed");
    }

    @Test
    void a_database_name_is_checked() {
        assertThatThrownBy(() -> TestServers.newDatabase("Robert'); --")).isInstanceOf(IllegalArgumentException.class);
    }
}
