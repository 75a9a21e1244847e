package dev.maitred.launcher.check;

import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.launcher.config.PlatformConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The servers that a platform's file names besides the booking databases. */
final class GivenServers {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private GivenServers() {}

    static List<Finding> check(PlatformConfig config) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        String kafka = config.kafkaBootstrap();
        if (kafka != null) {
            kafka(kafka, findings);
        }
        ClickHouseAddress clickHouse = config.clickHouse();
        if (clickHouse != null) {
            clickHouse(clickHouse, findings);
        }
        PlatformDatabase own = config.platformDatabase();
        if (own != null) {
            own(own, findings);
        }
        return findings;
    }

    private static void kafka(String bootstrap, List<Finding> findings) throws InterruptedException {
        String millis = Long.toString(PATIENCE.toMillis());
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrap, "request.timeout.ms", millis, "default.api.timeout.ms", millis))) {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException | KafkaException e) {
            findings.add(new Finding(
                    "kafka.bootstrap",
                    "no broker answers at " + bootstrap + " within " + PATIENCE.toSeconds() + " s",
                    "Mend the address, or leave `kafka` out for an embedded one"));
        }
    }

    private static void clickHouse(ClickHouseAddress address, List<Finding> findings) throws InterruptedException {
        String found;
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpRequest ask = HttpRequest.newBuilder(URI.create(address.url() + "/?query=SELECT%201"))
                    .header("X-ClickHouse-User", address.user())
                    .header("X-ClickHouse-Key", address.password())
                    .timeout(PATIENCE)
                    .build();
            int status = client.send(ask, BodyHandlers.discarding()).statusCode();
            if (status == 200) {
                return;
            }
            found = status == 401 || status == 403 || status == 516
                    ? "it refuses the user " + address.user()
                    : "it answers with status " + status;
        } catch (IOException e) {
            found = "nothing answers there";
        }
        findings.add(new Finding(
                "clickhouse.url",
                "expected ClickHouse's HTTP interface at " + address.url() + ": " + found,
                "Mend the address, user or password, or leave `clickhouse` out for an embedded one"));
    }

    private static void own(PlatformDatabase own, List<Finding> findings) {
        try (Connection connection = own.dataSource().getConnection()) {
            connection.getMetaData();
        } catch (SQLException e) {
            findings.add(new Finding(
                    "platformDatabase",
                    "the platform's own database does not answer: " + e.getMessage(),
                    "Mend it, or leave `platformDatabase` out for an embedded one"));
        }
    }
}
