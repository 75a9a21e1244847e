package dev.maitred.embedded.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.embedded.kafka.KafkaSettings;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** The same in both modes: what every other module's tests rely on. */
class SharedServersIT {

    @Test
    void every_test_has_a_database_of_its_own() throws SQLException {
        TestDatabase one = TestServers.newDatabase("one");
        TestDatabase other = TestServers.newDatabase("one");
        assertThat(one.name()).isNotEqualTo(other.name());
        try (Connection connection = one.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_database()")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo(one.name());
        }
    }

    @Test
    void postgres_has_the_settings_of_the_platform() throws SQLException {
        try (Connection connection = TestServers.postgres().connect("postgres");
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> setting :
                    PostgresSettings.behaviour().entrySet()) {
                // A session takes its client's time zone.
                if (!setting.getKey().equals("timezone")) {
                    try (ResultSet row = statement.executeQuery("SHOW " + setting.getKey())) {
                        assertThat(row.next()).isTrue();
                        assertThat(row.getString(1)).as(setting.getKey()).isEqualTo(setting.getValue());
                    }
                }
            }
        }
    }

    @Test
    void kafka_has_the_settings_of_the_platform() throws Exception {
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
        try (Admin admin = Records.admin(TestServers.kafkaBootstrap())) {
            Map<String, String> effective = admin.describeConfigs(List.of(broker)).all().get().values().stream()
                    .flatMap(config -> config.entries().stream())
                    .filter(entry -> entry.value() != null)
                    .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
            assertThat(effective).containsAllEntriesOf(KafkaSettings.behaviour());
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
    void a_stopped_postgres_is_away_and_started_again_has_its_address_and_data() throws SQLException {
        try (StoppablePostgres server = TestServers.stoppablePostgres()) {
            PostgresEndpoint address = server.endpoint();
            try (Connection connection = address.connect("postgres");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE t AS SELECT 42 AS n");
            }

            server.stop();
            assertThatThrownBy(() -> address.connect("postgres")).isInstanceOf(SQLException.class);

            server.start();
            assertThat(server.endpoint()).isEqualTo(address);
            try (Connection connection = address.connect("postgres");
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT n FROM t")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(42);
            }
        }
    }

    @Test
    void postgres_sorts_by_code_point_and_knows_upper_case_as_unicode_has_it() throws SQLException {
        try (Connection connection = TestServers.postgres().connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT upper('søren') || ('Z' < 'a')")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("SØRENtrue");
        }
    }

    @Test
    void a_database_name_is_checked() {
        assertThatThrownBy(() -> TestServers.newDatabase("Robert'); --")).isInstanceOf(IllegalArgumentException.class);
    }
}
