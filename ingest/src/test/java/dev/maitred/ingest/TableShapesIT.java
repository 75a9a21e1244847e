package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Reservation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables that other sources here have none of. */
@Timeout(180)
class TableShapesIT {

    private static final String ORDERS = "CREATE TABLE orders (id bigint PRIMARY KEY, status text NOT NULL)";
    private static final String ORDERS_MAPPING = """
            source: %s
            tables:
              orders:
                reservation:
                  state: { column: status, values: { held: open, confirmed: paid, cancelled: void } }
            """;

    private static final String PARTITIONED = """
            CREATE TABLE sales (id bigint, day date, hall int NOT NULL, status text NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
            CREATE TABLE sales_2025 PARTITION OF sales FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
            CREATE TABLE sales_2026 PARTITION OF sales FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
            """;
    private static final String PARTITIONED_MAPPING = """
            source: %s
            tables:
              sales:
                occupant:
                  venue: hall
                  slot: day
                  units: id
                  state: { column: status, values: { confirmed: sold, cancelled: void } }
            """;

    @Test
    void an_order_of_no_venue_is_written_beside_every_venue() throws SQLException {
        Source source = new Source(ORDERS, ORDERS_MAPPING);
        try (RunningIngest running = RunningIngest.throughWith(source, "INSERT INTO orders VALUES (7, 'open')")) {
            assertThat(ofOrder(running, 0)).hasSize(Topics.PARTITIONS);
            assertThat(running.rows().get(source.name + "/reservation/orders/7"))
                    .isInstanceOfSatisfying(
                            Reservation.class,
                            order -> assertThat(order.state()).isEqualTo(Occupant.State.HELD));
            int before = running.records().size();

            source.sql("UPDATE orders SET status = 'paid'");
            assertThat(ofOrder(running, before)).hasSize(Topics.PARTITIONS);

            source.sql("DELETE FROM orders");
            assertThat(running.rows()).doesNotContainKey(source.name + "/reservation/orders/7");
        }
    }

    private static List<String> ofOrder(RunningIngest running, int from) throws SQLException {
        return running.records().stream()
                .skip(from)
                .map(record -> record.key().toString())
                .filter(key -> key.endsWith("/orders/7"))
                .toList();
    }

    @Test
    void a_partitioned_table_is_one_table_whichever_partition_has_the_row() throws SQLException {
        Source source = new Source(PARTITIONED, PARTITIONED_MAPPING);
        try (RunningIngest running = RunningIngest.throughWith(
                source, "INSERT INTO sales VALUES (1, '2025-12-31', 1, 'sold'), (2, '2026-01-01', 1, 'sold')")) {
            assertThat(occupants(running)).containsOnlyKeys("1,2025-12-31", "2,2026-01-01");

            source.sql(
                    "UPDATE sales SET day = '2026-01-02' WHERE id = 1",
                    "CREATE TABLE sales_2027 PARTITION OF sales FOR VALUES FROM ('2027-01-01') TO ('2028-01-01')",
                    "INSERT INTO sales VALUES (3, '2027-01-01', 2, 'sold')",
                    "INSERT INTO sales_2027 VALUES (4, '2027-01-02', 2, 'sold')");
            assertThat(occupants(running))
                    .containsOnlyKeys("1,2026-01-02", "2,2026-01-01", "3,2027-01-01", "4,2027-01-02");

            source.sql("DELETE FROM sales_2026 WHERE id = 2", "TRUNCATE sales");
            assertThat(occupants(running)).isEmpty();
        }
    }

    @Test
    void a_partition_that_is_emptied_detached_or_attached_tells_nothing_and_is_noticed_all_the_same()
            throws SQLException {
        Source source = new Source(PARTITIONED, PARTITIONED_MAPPING);
        try (RunningIngest running = RunningIngest.throughWith(
                source, "INSERT INTO sales VALUES (1, '2025-12-31', 1, 'sold'), (2, '2026-01-01', 1, 'sold')")) {
            source.sql(
                    "ALTER TABLE sales DETACH PARTITION sales_2025",
                    "TRUNCATE sales_2026",
                    "CREATE TABLE sales_2028 (LIKE sales INCLUDING ALL)",
                    "INSERT INTO sales_2028 VALUES (5, '2028-01-01', 2, 'sold')",
                    "ALTER TABLE sales ATTACH PARTITION sales_2028 FOR VALUES FROM ('2028-01-01') TO ('2029-01-01')");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(occupants(running)).containsOnlyKeys("5,2028-01-01"));
        }
    }

    private static Map<String, Change> occupants(RunningIngest running) throws SQLException {
        Map<String, Change> byRow = new TreeMap<>();
        running.rows().forEach((key, change) -> {
            if (change instanceof Occupant) {
                byRow.put(key.substring(key.lastIndexOf('/') + 1).replace("%2C", ","), change);
            }
        });
        return byRow;
    }
}
