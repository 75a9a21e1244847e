package dev.maitred.ops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.pipeline.SourceStatuses.ReplicationSlot;
import dev.maitred.ops.pipeline.SourceStatuses.Snapshot;
import dev.maitred.ops.pipeline.SourceStatuses.SourceStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PipelineTest {

    private static final String NAME = "maitred_club";

    @Test
    void a_replication_slot_is_told_with_the_age_of_what_is_known_of_it() {
        Instant checkedAt = Instant.now().minusSeconds(60);
        JsonNode slot = told(new ReplicationSlot(
                NAME,
                checkedAt,
                "PostgreSQL could not be asked",
                true,
                4096L,
                new Lsn(0x1_0000_0042L),
                "extended",
                1L << 32,
                1L << 20,
                68L));

        assertThat(slot.get("name").stringValue()).isEqualTo(NAME);
        assertThat(slot.get("active").booleanValue()).isTrue();
        assertThat(slot.get("retainedBytes").longValue()).isEqualTo(4096);
        assertThat(slot.get("confirmedFlushLsn").stringValue()).isEqualTo("1/42");
        assertThat(slot.get("walStatus").stringValue()).isEqualTo("extended");
        assertThat(slot.get("safeWalBytes").longValue()).isEqualTo(1L << 32);
        assertThat(slot.get("growthBytesPerSecond").longValue()).isEqualTo(1L << 20);
        assertThat(slot.get("minutesLeft").longValue()).isEqualTo(68);
        assertThat(slot.get("checkedAt").stringValue()).isEqualTo(checkedAt.toString());
        assertThat(slot.get("ageMillis").longValue()).isBetween(60_000L, 90_000L);
        assertThat(slot.get("failure").stringValue()).isEqualTo("PostgreSQL could not be asked");
    }

    @Test
    void what_is_not_known_of_a_replication_slot_is_null_and_never_nought() {
        JsonNode slot = told(new ReplicationSlot(
                NAME, null, "PostgreSQL was not asked yet", null, null, null, null, null, null, null));

        for (String name : List.of(
                "active",
                "retainedBytes",
                "confirmedFlushLsn",
                "walStatus",
                "safeWalBytes",
                "growthBytesPerSecond",
                "minutesLeft",
                "checkedAt",
                "ageMillis")) {
            assertThat(slot.get(name).isNull()).as(name).isTrue();
        }
    }

    @Test
    void a_fold_that_fails_says_why_and_one_that_does_not_says_nothing() {
        Watermarks none = new Watermarks(source -> {});

        assertThat(new JsonMapper()
                        .readTree(new Pipeline(none, () -> "The record is too large", List::of).json())
                        .at("/fold/failure")
                        .stringValue())
                .isEqualTo("The record is too large");
        assertThat(new JsonMapper()
                        .readTree(new Pipeline(none, () -> null, List::of).json())
                        .at("/fold/failure")
                        .isNull())
                .isTrue();
    }

    @Test
    void a_snapshot_says_how_far_it_is_and_how_long_it_takes() {
        JsonNode source =
                source(new ReplicationSlot("maitred_club", null, null, null, null, null, null, null, null, null));
        assertThat(source.path("snapshot").toString()).isEqualTo("{\"rows\":10,\"ofAbout\":1000,\"secondsLeft\":42}");
    }

    private static JsonNode told(ReplicationSlot slot) {
        return source(slot).path("replicationSlot");
    }

    private static JsonNode source(ReplicationSlot slot) {
        SourceStatus status = new SourceStatus("club", "snapshotting", null, 10, new Snapshot(10, 1_000, 42L), 0, slot);
        Pipeline pipeline = new Pipeline(new Watermarks(source -> {}), () -> null, () -> List.of(status));
        return new JsonMapper().readTree(pipeline.json()).at("/sources/0");
    }
}
