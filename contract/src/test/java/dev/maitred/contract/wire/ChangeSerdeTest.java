package dev.maitred.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.*;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class ChangeSerdeTest {

    private static final long NOON = 1_790_000_000_000_000L;

    private static final Map<String, Change> SAMPLES = samples();

    private static Map<String, Change> samples() {
        Map<String, Change> samples = new LinkedHashMap<>();
        samples.put("venue", new Venue("Blue Room", "blue", "Europe/Berlin", 360));
        samples.put("venue-with-a-grid", new Venue("Court One", "", "Europe/Berlin", 0, 15));
        samples.put("hours", new Hours(5, null, 1320, 1800, false));
        samples.put("hours-of-a-date", new Hours(0, 20_000, 0, 0, true));
        samples.put("slot", new Slot("Friday", NOON, NOON + 1, true));
        samples.put("unit", new Unit("", "T1", "VIP", 6, true));
        samples.put("capacity", new Capacity("9", "east", 20_000L));
        samples.put("capacity-unknown", new Capacity("9", "east", null));
        samples.put(
                "occupant",
                new Occupant(
                        Occupant.Kind.HOLD,
                        Occupant.State.HELD,
                        "9",
                        Micros.UNKNOWN,
                        Micros.UNKNOWN,
                        List.of("1", "2"),
                        "VIP",
                        0,
                        NOON,
                        4,
                        new Money(-1250, "EUR"),
                        "orders/5",
                        NOON));
        samples.put(
                "occupant-of-a-span",
                new Occupant(
                        Occupant.Kind.BOOKING,
                        Occupant.State.NO_SHOW,
                        "",
                        NOON,
                        NOON + 1,
                        List.of(),
                        "",
                        3,
                        Micros.NEVER,
                        0,
                        null,
                        "",
                        Micros.UNKNOWN));
        samples.put("reservation", new Reservation(Occupant.State.CONFIRMED, Micros.NEVER, 2, null));
        samples.put(
                "check-in",
                new CheckIn("9", CheckIn.Outcome.REJECTED, "ALREADY_CHECKED_IN", "scan", "booking", 0, NOON));
        samples.put("session", new Session("9", "1", NOON, Micros.NEVER));
        samples.put("payment", new Payment("9", "7", "1", new Money(500, "JPY"), "card", "deposit", NOON));
        samples.put("activity", new Activity("user:1", "trainer:2", "attempt", NOON, Map.of("solved", 1.0)));
        samples.put("document", new Document("user:1", "progress", "{\"a\":1}"));
        samples.put(
                "queue-item",
                new QueueItem(
                        QueueItem.State.RUNNING,
                        "sms",
                        -1,
                        NOON,
                        Micros.UNKNOWN,
                        NOON,
                        Micros.UNKNOWN,
                        NOON + 9,
                        2,
                        "timeout"));
        samples.put("watermark", new Watermark("nightclub", 1, Lsn.parse("FFFFFFFF/1"), NOON));
        samples.put("mark", new Mark("nightclub", "", List.of("bookings"), 1, Lsn.parse("0/1"), true));
        return samples;
    }

    @Test
    void every_entity_comes_back_as_it_was_written() {
        Set<Entity> seen = EnumSet.noneOf(Entity.class);
        SAMPLES.forEach((name, change) -> {
            assertThat(ChangeSerde.decode(ChangeSerde.encode(change))).as(name).isEqualTo(change);
            seen.add(change.entity());
        });
        assertThat(seen).containsExactlyInAnyOrder(Entity.values());
    }

    @Test
    void encoded_bytes_are_those_that_were_published() throws IOException {
        Properties golden = new Properties();
        try (var in = ChangeSerdeTest.class.getResourceAsStream("/golden/changes-v1.properties")) {
            golden.load(in);
        }
        SAMPLES.forEach((name, change) -> assertThat(HexFormat.of().formatHex(ChangeSerde.encode(change)))
                .as("%s: a published encoding is never edited; a new one gets a new golden line", name)
                .isEqualTo(golden.getProperty(name)));
    }

    @Test
    void a_tombstone_is_null_both_ways() {
        var serde = new ChangeSerde();
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void bytes_that_are_no_change_are_refused() {
        assertThatThrownBy(() -> ChangeSerde.decode("hello".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("maitred.v1.Change");
        assertThatThrownBy(() -> ChangeSerde.decode(new byte[0]))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("newer version");
    }
}
