package dev.maitred.streams.venue;

import static dev.maitred.streams.Night.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Unit;
import dev.maitred.streams.fold.FoldedLog;
import dev.maitred.streams.fold.Published;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class BoardJsonTest {

    private final VenueFold fold = new VenueFold();
    private final FoldedLog club = new FoldedLog(fold, "club");

    @BeforeEach
    void open() {
        club.begun(NINE_PM);
        club.commit(venueKey(), venue());
        club.commit(slotKey(NIGHT), slot());
    }

    private Published board() {
        fold.touchAll();
        return fold.publish("club").stream()
                .filter(each -> each.key().equals("club:7/12"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_board_reads_as_agreed() {
        club.commit(unitKey("10"), new Unit("", "T10", "hall", 6, true));
        club.commit(unitKey("9"), new Unit("", "T9", "hall", 2, true));
        club.commit(unitKey("1"), new Unit("", "", "bar", 4, true));
        club.commit(booking("1"), booked(NIGHT, "1"));
        club.commit(key(Entity.CHECK_IN, "check_ins", "1"), admitted(3, NINE_PM + seconds(61)));
        club.commit(key(Entity.CHECK_IN, "check_ins", "2"), rejected("NOT_FOUND"));
        club.commit(key(Entity.SESSION, "sessions", "1"), session(Micros.NEVER));
        club.commit(key(Entity.PAYMENT, "deposits", "1"), deposit(5_000, "EUR"));
        assertThat(new String(Objects.requireNonNull(board().value()), StandardCharsets.UTF_8))
                .isEqualTo("{\"venue\":\"club:7\",\"slot\":\"12\",\"label\":\"Friday\","
                        + "\"startsAt\":\"2026-11-20T20:00:00Z\",\"endsAt\":\"2026-11-21T04:00:00Z\","
                        + "\"businessDate\":\"2026-11-20\",\"capacity\":3,\"free\":2,\"held\":0,\"taken\":1,"
                        + "\"seated\":0,\"blocked\":0,\"overbooked\":0,\"conflicts\":0,\"noShows\":0,\"cancelled\":0,"
                        + "\"truncated\":false,\"sections\":[{\"section\":\"bar\",\"capacity\":1,\"free\":0,\"held\":0,\"taken\":1,"
                        + "\"seated\":0,\"blocked\":0,\"overbooked\":0,\"conflicts\":0},"
                        + "{\"section\":\"hall\",\"capacity\":2,\"free\":2,\"held\":0,\"taken\":0,"
                        + "\"seated\":0,\"blocked\":0,\"overbooked\":0,\"conflicts\":0}],"
                        + "\"checkIns\":{\"people\":3,\"rejected\":1,\"rejectedByReason\":{\"NOT_FOUND\":1}},"
                        + "\"arrivals\":[{\"at\":\"2026-11-20T20:00:00Z\",\"people\":3}],"
                        + "\"sessions\":{\"open\":1},\"deposits\":[{\"minor\":5000,\"currency\":\"EUR\"}],"
                        + "\"version\":{\"generation\":1,\"position\":\"1:0/7DA:1\",\"resync\":0,\"timer\":0},"
                        + "\"freeUnits\":[{\"unit\":\"9\",\"label\":\"T9\",\"section\":\"hall\",\"seats\":2},"
                        + "{\"unit\":\"10\",\"label\":\"T10\",\"section\":\"hall\",\"seats\":6}]}");
    }

    @Test
    void a_board_of_more_than_anybody_may_write_has_its_sums_without_lists_and_says_so() {
        for (int unit = 1; unit <= 2_000; unit++) {
            club.commit(
                    unitKey(Integer.toString(unit)), new Unit("", "T" + unit, "\u00e9".repeat(900) + unit, 2, true));
        }
        club.commit(booking("1"), booked(NIGHT, "1"));
        club.commit(key(Entity.CHECK_IN, "check_ins", "1"), admitted(3, NINE_PM));

        byte[] value = Objects.requireNonNull(board().value());

        assertThat(value.length).isLessThan(2_000);
        assertThat(new String(value, StandardCharsets.UTF_8))
                .contains("\"capacity\":2000,\"free\":1999,")
                .contains(
                        "\"truncated\":true,\"sections\":[]", "\"people\":3", "\"arrivals\":[]", "\"freeUnits\":null");
    }

    @Test
    void its_free_units_can_be_cut_out_without_parsing() {
        club.commit(unitKey("9"), new Unit("", "T\u00e9\"9", "hall", 2, true));
        Published board = board();
        byte[] whole = Objects.requireNonNull(board.value());
        BoardDetails details = BoardDetails.of(board.details());
        String cut =
                new String(Arrays.copyOfRange(whole, details.unitsFrom(), details.unitsTo()), StandardCharsets.UTF_8);
        assertThat(cut).startsWith(",\"freeUnits\":[").endsWith("]");
        assertThat(whole[details.unitsTo()]).isEqualTo((byte) '}');
        assertThat(whole).hasSize(details.unitsTo() + 1);
        assertThat(details.startsAtMicros()).isEqualTo(NINE_PM);
        assertThat(details.position())
                .isEqualTo(Objects.requireNonNull(fold.board(CLUB, NIGHT)).position());
        assertThat(BoardDetails.of(details.bytes())).isEqualTo(details);
    }

    @Test
    void units_of_one_label_stand_in_one_order_however_they_came() {
        // Two ids of one hash code, so that a map keeps them as they came.
        club.commit(unitKey("BB"), new Unit("", "T", "hall", 2, true));
        club.commit(unitKey("Aa"), new Unit("", "T", "hall", 2, true));
        assertThat(text().indexOf("\"Aa\"")).isPositive().isLessThan(text().indexOf("\"BB\""));
    }

    @Test
    void too_many_units_are_not_listed() {
        for (int unit = 1; unit <= 500; unit++) {
            club.commit(unitKey(Integer.toString(unit)), table("hall"));
        }
        assertThat(text()).contains("\"freeUnits\":[{\"unit\":\"1\"");
        club.commit(unitKey("501"), table("hall"));
        assertThat(text()).endsWith("\"freeUnits\":null}").contains("\"free\":501");
    }

    private String text() {
        return new String(Objects.requireNonNull(board().value()), StandardCharsets.UTF_8);
    }
}
