package dev.maitred.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.contract.wire.ChangeHeaders;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    @Test
    void a_key_reads_as_owner_entity_rule_row() {
        assertThat(new ChangeKey("nightclub:7", Entity.OCCUPANT, "bookings", "42"))
                .hasToString("nightclub:7/occupant/bookings/42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "a/b", "100%", "%2F", "a,b", "", "ünï"})
    void any_text_survives_in_every_part(String text) {
        ChangeKey key = new ChangeKey(text, Entity.CHECK_IN, text, text);
        assertThat(ChangeKey.of(key.bytes())).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/unit/b", "a/unit/b/c/d", "a/ghost/b/c"})
    void other_texts_are_refused(String text) {
        assertThatThrownBy(() -> ChangeKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void positions_order_by_incarnation_then_commit_then_row() {
        Position first = new Position(1, Lsn.parse("0/10"), 0);
        assertThat(new Position(1, Lsn.parse("0/10"), 1)).isGreaterThan(first);
        assertThat(new Position(1, Lsn.parse("FFFFFFFF/0"), 0)).isGreaterThan(new Position(1, Lsn.parse("0/10"), 9));
        assertThat(new Position(2, Lsn.ZERO, 0)).isGreaterThan(new Position(1, Lsn.parse("FFFFFFFF/0"), 9));
        assertThat(Position.of(first.bytes())).isEqualTo(first);
        assertThat(Position.parse(first.toString())).isEqualTo(first);
    }

    @Test
    void headers_come_back_as_they_were_written() {
        ChangeHeaders headers = new ChangeHeaders(new Position(1, Lsn.parse("0/10"), 3), Reason.DELETE, null);
        assertThat(ChangeHeaders.of(headers.toKafka())).isEqualTo(headers);
        ChangeHeaders last = headers.endingAt(new TransactionEnd(Lsn.parse("0/20"), 1234));
        assertThat(ChangeHeaders.of(last.toKafka())).isEqualTo(last);
        assertThatThrownBy(() -> ChangeHeaders.of(new RecordHeaders())).hasMessageContaining("position");
    }

    @Test
    void a_venue_keeps_its_partition_for_life() {
        assertThat(Topics.partitionOf("nightclub:1")).isEqualTo(5);
        assertThat(Topics.partitionOf("nightclub:7")).isEqualTo(9);
    }
}
