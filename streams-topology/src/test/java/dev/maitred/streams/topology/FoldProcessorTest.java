package dev.maitred.streams.topology;

import static dev.maitred.streams.Night.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.streams.LogEntry;
import dev.maitred.streams.SourceLog;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.venue.BoardKeys;
import dev.maitred.streams.venue.VenueFold;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.query.FailureReason;
import org.junit.jupiter.api.Test;

/** What reaches the fold, what is told of it, and what is answered while a transaction is open. */
final class FoldProcessorTest {

    private static final String BOARD = BoardKeys.board(CLUB, NIGHT);

    private final List<LogEntry> entries = new ArrayList<>();
    private final SourceLog log = LogEntry.writing("club", entries);
    private final FoldInstance instance = new FoldInstance(VenueFold::new, ReplayGate.OPEN, List.of());
    private int folded;

    /** Folds what is new in the log; the keys that are told, one list a record. */
    private List<List<String>> fold() {
        List<List<String>> told = new ArrayList<>();
        for (; folded < entries.size(); folded++) {
            told.add(instance.process(entries.get(folded).record(), folded).stream()
                    .map(Record::key)
                    .toList());
        }
        return told;
    }

    private void open() {
        log.snapshot(Map.of(slotKey(NIGHT), slot(), unitKey("1"), table("hall")), false, null);
        log.watermark(NINE_PM);
        fold();
    }

    private static Map<ChangeKey, Change> change(ChangeKey key, Change change) {
        Map<ChangeKey, Change> row = new LinkedHashMap<>();
        row.put(key, change);
        return row;
    }

    @Test
    void a_transaction_is_told_at_its_end_and_then_its_watermark() {
        open();
        log.transaction(NINE_PM, List.of(change(hold("1"), null), change(booking("1"), booked(NIGHT, "1"))));
        assertThat(fold()).containsExactly(List.of(), List.of(BOARD, "/club/0"));
    }

    @Test
    void a_watermark_is_told_also_when_nothing_changed() {
        open();
        log.watermark(NINE_PM + 1);
        assertThat(fold()).containsExactly(List.of("/club/0"));
    }

    @Test
    void what_a_snapshot_does_not_read_again_is_gone_and_stays_gone_when_the_log_is_read_again() {
        open();
        log.commit(NINE_PM, booking("1"), booked(NIGHT, "1"));
        fold();
        log.snapshot(Map.of(slotKey(NIGHT), slot(), unitKey("1"), table("hall")), false, new Random(1));
        fold();
        assertThat(free()).isEqualTo(1);
        folded = 0;
        fold();
        assertThat(free()).isEqualTo(1);
        assertThat(instance.counters().stale()).isPositive();
    }

    private Long free() {
        return instance.fold(fold -> ((VenueFold) fold).board(CLUB, NIGHT))
                .counts()
                .free();
    }

    @Test
    void a_restarted_snapshot_leaves_no_ghost_of_the_one_before() {
        log.abandonedSnapshot(Map.of(booking("1"), booked(NIGHT, "1")));
        open();
        assertThat(free()).isEqualTo(1);
    }

    @Test
    void questions_wait_while_a_transaction_of_their_source_is_open() {
        open();
        log.transaction(
                NINE_PM, List.of(change(booking("1"), booked(NIGHT, "1")), change(booking("2"), booked(NIGHT, "1"))));
        instance.process(entries.get(folded).record(), folded++);
        assertThat(instance.ask("club", Fold::size).getFailureReason()).isEqualTo(FailureReason.NOT_UP_TO_BOUND);
        assertThat(instance.ask("other", Fold::size).isSuccess()).isTrue();
        fold();
        assertThat(instance.ask("club", Fold::size).isSuccess()).isTrue();
    }

    @Test
    void questions_wait_while_another_source_of_the_partition_closes() {
        List<LogEntry> others = new ArrayList<>();
        SourceLog other = LogEntry.writing("other", others);
        other.snapshot(Map.of(), false, null);
        open();
        log.transaction(
                NINE_PM, List.of(change(booking("1"), booked(NIGHT, "1")), change(booking("2"), booked(NIGHT, "1"))));
        instance.process(entries.get(folded).record(), folded++);
        other.watermark(NINE_PM);
        others.forEach(each -> instance.process(each.record(), folded));
        assertThat(instance.ask("club", Fold::size).isFailure()).isTrue();
    }

    @Test
    void questions_wait_while_a_restored_state_ends_within_a_transaction() {
        open();
        log.transaction(
                NINE_PM, List.of(change(booking("1"), booked(NIGHT, "1")), change(booking("2"), booked(NIGHT, "1"))));
        instance.process(entries.get(folded).record(), folded++);
        FoldInstance restored = new FoldInstance(VenueFold::new, ReplayGate.OPEN, instance.changelog());
        assertThat(restored.ask("club", Fold::size).isFailure()).isTrue();
        // The watermark before it is read again: it closes nothing now.
        assertThat(restored.process(entries.get(folded - 2).record(), folded)).isEmpty();
        assertThat(restored.process(entries.get(folded).record(), folded)).isNotEmpty();
        assertThat(restored.ask("club", Fold::size).isSuccess()).isTrue();
    }

    @Test
    void questions_are_not_answered_before_the_rows_are_restored_or_after_the_task_has_left() {
        FoldStore store = (FoldStore) FoldStore.supplier("rows", VenueFold::new).get();
        assertThat(store.query(new FoldStore.FoldQuery<>("club", Fold::size), null, null)
                        .getFailureReason())
                .isEqualTo(FailureReason.NOT_ACTIVE);
        open();
        instance.close();
        assertThat(instance.ask("club", Fold::size).getFailureReason()).isEqualTo(FailureReason.NOT_ACTIVE);
    }

    @Test
    void a_board_changed_by_a_delete_keeps_its_version_over_a_restart() {
        open();
        log.commit(NINE_PM, hold("1"), held(NINE_PM + seconds(10), "1"));
        log.commit(NINE_PM, booking("1"), booked(NIGHT, "1"));
        log.commit(NINE_PM, booking("1"), null);
        fold();
        FoldInstance restored = new FoldInstance(VenueFold::new, ReplayGate.OPEN, instance.changelog());
        assertThat(restored.<Object>fold(fold -> ((VenueFold) fold).board(CLUB, NIGHT)))
                .isEqualTo(instance.fold(fold -> ((VenueFold) fold).board(CLUB, NIGHT)));
    }

    @Test
    void a_night_that_was_deleted_is_told_as_gone_again_after_a_restart() {
        open();
        log.commit(NINE_PM, slotKey(NIGHT), null);
        log.watermark(NINE_PM + 1);
        for (; folded < entries.size() - 1; folded++) {
            instance.process(entries.get(folded).record(), folded);
        }
        FoldInstance restored = new FoldInstance(VenueFold::new, ReplayGate.OPEN, instance.changelog());
        List<Record<String, byte[]>> told = restored.process(entries.get(folded).record(), folded);
        assertThat(told).filteredOn(each -> each.key().equals(BOARD)).hasSize(1);
        assertThat(told).filteredOn(each -> each.key().equals(BOARD)).allMatch(each -> each.value() == null);
    }

    @Test
    void behind_the_gate_nothing_is_told_and_the_last_record_opens_it() {
        // Six records and the end of a Kafka transaction, which takes an offset of its own.
        FoldInstance gated = new FoldInstance(VenueFold::new, partition -> 7, List.of());
        log.snapshot(Map.of(slotKey(NIGHT), slot()), false, null);
        log.watermark(NINE_PM);
        log.watermark(NINE_PM + 1);
        log.watermark(NINE_PM + 2);
        assertThat(entries).hasSize(6);
        for (int offset = 0; offset < 5; offset++) {
            assertThat(gated.process(entries.get(offset).record(), offset)).isEmpty();
        }
        assertThat(gated.process(entries.get(5).record(), 5)).hasSize(2);
    }

    @Test
    void what_is_not_of_the_contract_is_counted_and_passed_over() {
        open();
        ChangeHeaders headers = new ChangeHeaders(new Position(1, new Lsn(9_000), 1), Reason.INSERT, null);
        byte[] slot = ChangeSerde.encode(slot());
        List<Record<byte[], byte[]>> poison = List.of(
                new Record<>("no key".getBytes(StandardCharsets.UTF_8), slot, 0, headers.toKafka()),
                new Record<>(null, slot, 0, headers.toKafka()),
                new Record<>(slotKey("1").bytes(), new byte[] {1, 2, 3}, 0, headers.toKafka()),
                new Record<>(slotKey("1").bytes(), slot, 0, new RecordHeaders()),
                new Record<>(unitKey("1").bytes(), slot, 0, headers.toKafka()),
                new Record<>(key(Entity.DOCUMENT, "d", "1").bytes(), null, 0, headers.toKafka()),
                new Record<>(new ChangeKey("", Entity.MARK, "club", "end").bytes(), null, 0, headers.toKafka()));
        poison.forEach(each -> assertThat(instance.process(each, 99)).isEmpty());
        assertThat(instance.counters().unreadableRecords()).isEqualTo(poison.size());
        log.commit(NINE_PM, booking("1"), booked(NIGHT, "1"));
        fold();
        assertThat(free()).isZero();
    }

    @Test
    void changes_duplicates_and_stale_ones_are_counted() {
        open();
        long changed = instance.counters().changed();
        log.commit(NINE_PM, booking("1"), booked(NIGHT, "1"));
        ChangeRecord first = entries.getLast().record();
        log.commit(NINE_PM, booking("1"), null);
        fold();
        instance.process(first, 98);
        instance.process(entries.getLast().record(), 99);
        assertThat(instance.counters())
                .extracting(FoldCounters::changed, FoldCounters::stale, FoldCounters::duplicates)
                .containsExactly(changed + 2, 1L, 1L);
    }
}
