package dev.maitred.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.ops.trace.KeyScan.Reach;
import dev.maitred.ops.trace.RowNow.Outcome;
import dev.maitred.ops.trace.RowNow.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final MappedRules.Written RULE =
            new MappedRules.Written(TableName.parse("tables"), "tables", Entity.UNIT, null, false);
    private static final MappedRules.Written KEEPING =
            new MappedRules.Written(TableName.parse("tables"), "tables", Entity.UNIT, null, true);
    private static final Unit ONE = new Unit("", "T1", "", 4, true);
    private static final Unit OTHER = new Unit("", "T2", "", 4, true);
    private static final Lsn READ_AT = Lsn.parse("0/100");

    private static RowNow now(@Nullable Outcome outcome) {
        return new RowNow(
                outcome == null ? State.ABSENT : State.THERE,
                "1",
                READ_AT,
                true,
                Map.of(),
                outcome == null ? Map.of() : Map.of("tables", outcome),
                null);
    }

    private static RowNow now(Change change) {
        return now(new Outcome.Becomes("club:1", change));
    }

    private static RowLog log(String owner, @Nullable Change change, String previousEnd, @Nullable String reached) {
        RowLog.Standing record = new RowLog.Standing(
                new ChangeKey(owner, Entity.UNIT, "tables", "1"),
                change,
                new ChangeHeaders(new Position(1, Lsn.parse(previousEnd), 1), Reason.UPDATE, null),
                0,
                7,
                Instant.EPOCH);
        return log(List.of(record), Reach.TO_THE_BEGINNING, reached);
    }

    private static RowLog.Standing record(String owner, @Nullable Change change, String previousEnd, long offset) {
        return new RowLog.Standing(
                new ChangeKey(owner, Entity.UNIT, "tables", "1"),
                change,
                new ChangeHeaders(
                        new Position(1, Lsn.parse(previousEnd), 1), change == null ? Reason.MOVE : Reason.UPDATE, null),
                owner.hashCode() % 12,
                offset,
                Instant.EPOCH);
    }

    private static RowLog sorted(RowLog.Standing... records) {
        return log(RowLog.told(RowLog.newestFirst(List.of(records))), Reach.TO_THE_BEGINNING, "0/200");
    }

    @Test
    void a_row_that_changed_its_owner_stands_where_it_went_though_the_tombstone_has_the_same_position() {
        RowLog log = sorted(
                record("club:1", ONE, "0/40", 90),
                record("club:1", null, "0/50", 99),
                record("club:2", OTHER, "0/50", 7));

        assertThat(is(now(new Outcome.Becomes("club:2", OTHER)), log)).isEqualTo("same");
        assertThat(log.records().getFirst().key().owner()).isEqualTo("club:2");
    }

    @Test
    void a_later_tombstone_of_a_former_owner_takes_nothing_from_where_the_row_stands() {
        RowLog log = sorted(
                record("club:2", ONE, "0/50", 7),
                record("club:1", null, "0/50", 99),
                record("club:1", null, "0/60", 100),
                record("club:3", null, "0/61", 101),
                record("club:3", null, "0/62", 102),
                record("club:3", null, "0/63", 103));

        assertThat(is(now(new Outcome.Becomes("club:2", ONE)), log)).isEqualTo("same");
        assertThat(log.records()).hasSize(5);
    }

    @Test
    void a_row_that_is_gone_from_all_owners_is_told_by_its_last_tombstone() {
        RowLog log = sorted(
                record("club:2", ONE, "0/50", 7),
                record("club:1", null, "0/50", 99),
                record("club:2", null, "0/60", 8));

        assertThat(log.newest()).isEqualTo(record("club:2", null, "0/60", 8));
        assertThat(is(now((Outcome) null), log)).isEqualTo("same");
    }

    private static RowLog log(List<RowLog.Standing> records, Reach reach, @Nullable String reached) {
        return new RowLog(Topics.VENUE_CHANGES, reach, Set.of(0), records, reached == null ? null : Lsn.parse(reached));
    }

    private static String is(RowNow now, RowLog log) {
        return Comparison.of(now, RULE, log, "club", null).is();
    }

    @Test
    void the_same_change_of_the_same_owner_is_the_same_wherever_the_log_stands() {
        assertThat(is(now(ONE), log("club:1", ONE, "0/50", null))).isEqualTo("same");
        assertThat(is(now(ONE), log("club:2", ONE, "0/50", "0/100"))).isEqualTo("differs");
    }

    @Test
    void another_change_differs_only_once_the_log_has_come_to_where_the_database_was_read() {
        assertThat(is(now(ONE), log("club:1", OTHER, "0/50", "0/FF"))).isEqualTo("on-its-way");
        assertThat(is(now(ONE), log("club:1", OTHER, "0/50", "0/100"))).isEqualTo("differs");
        assertThat(is(now(ONE), log("club:1", OTHER, "0/50", null))).isEqualTo("unknown");
        assertThat(is(now(ONE), log("club:1", OTHER, "0/100", "0/200"))).isEqualTo("log-is-newer");
    }

    @Test
    void of_a_paused_source_that_is_said_and_what_lets_it_go_on() {
        String paused = "The source club is paused. ./maitred resume --source club lets it go on.";
        Trace.Agreement found = Comparison.of(now(ONE), RULE, log("club:1", OTHER, "0/50", "0/FF"), "club", paused);

        assertThat(found.is()).isEqualTo("paused");
        assertThat(found.says()).endsWith(paused).doesNotContain("on its way");
        assertThat(Comparison.of(now(ONE), RULE, log("club:1", ONE, "0/50", "0/FF"), "club", paused)
                        .is())
                .isEqualTo("same");
    }

    @Test
    void what_differs_is_mended_by_a_command_that_names_the_source() {
        assertThat(Comparison.of(now(ONE), RULE, log("club:1", OTHER, "0/50", "0/100"), "club", null)
                        .says())
                .contains("./maitred resync --source club --table tables reads");
        Outcome unmappable = new Outcome.Unmappable("seats: expected a whole number");
        assertThat(Comparison.of(now(unmappable), RULE, log("club:1", ONE, "0/50", "0/200"), "club", null)
                        .says())
                .contains("./maitred resync --source club --table tables, mends");
    }

    @Test
    void what_is_to_say_nothing_is_the_same_without_a_record_and_with_a_tombstone() {
        Outcome waits = new Outcome.Waits("clubs", "9");
        assertThat(is(now(waits), log("club:1", null, "0/50", "0/200"))).isEqualTo("same");
        assertThat(is(now((Outcome) null), log(List.of(), Reach.TO_THE_BEGINNING, "0/200")))
                .isEqualTo("same");
        assertThat(is(now(new Outcome.LeftOut("club:1")), log("club:1", ONE, "0/50", "0/200")))
                .isEqualTo("differs");
        assertThat(is(now((Outcome) null), log("club:1", ONE, "0/50", "0/200"))).isEqualTo("differs");
    }

    @Test
    void what_was_not_looked_through_says_nothing_of_what_is_missing() {
        assertThat(is(now(ONE), log(List.of(), Reach.UNTIL_TIME_WAS_UP, "0/200")))
                .isEqualTo("unknown");
        assertThat(is(RowNow.unread("1", "no"), log("club:1", ONE, "0/50", "0/200")))
                .isEqualTo("unknown");
    }

    @Test
    void a_row_that_cannot_be_mapped_any_more_stays_in_the_log_as_it_was() {
        Outcome unmappable = new Outcome.Unmappable("seats: expected a whole number");
        assertThat(is(now(unmappable), log("club:1", ONE, "0/50", "0/200"))).isEqualTo("differs");
        assertThat(is(now(unmappable), log(List.of(), Reach.TO_THE_BEGINNING, "0/200")))
                .isEqualTo("same");
    }

    @Test
    void a_deleted_row_is_kept_where_its_rule_says_so() {
        assertThat(Comparison.of(now((Outcome) null), KEEPING, log("club:1", ONE, "0/50", "0/200"), "club", null)
                        .is())
                .isEqualTo("kept");
    }
}
