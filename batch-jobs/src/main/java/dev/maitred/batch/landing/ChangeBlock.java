package dev.maitred.batch.landing;

import dev.maitred.batch.columns.Block;
import dev.maitred.batch.columns.IntegerColumn;
import dev.maitred.batch.columns.NullableColumn;
import dev.maitred.batch.columns.TextColumn;
import dev.maitred.contract.Reason;
import java.io.IOException;
import java.io.OutputStream;

/** Rows of the table {@code changes}: where each lies, its key and its headers here, its fields in {@link ChangeFields}. */
final class ChangeBlock {

    private final Block block = new Block();
    private final IntegerColumn landedDay = block.date("landed_day");
    private final TextColumn landedPiece = block.text("landed_piece");
    private final IntegerColumn landingHour = block.seconds("landing_hour");
    private final TextColumn topic = block.text("topic");
    private final IntegerColumn logPartition = block.uint16("log_partition");
    private final IntegerColumn logOffset = block.int64("log_offset");
    private final IntegerColumn recordTime = block.millis("record_time");
    private final TextColumn source = block.text("source");
    private final TextColumn owner = block.text("owner");
    private final TextColumn entity = block.text("entity");
    private final TextColumn rule = block.text("rule");
    private final TextColumn rowId = block.text("row");
    private final IntegerColumn deleted = block.truth("deleted");
    private final TextColumn reason = block.text("reason");
    private final IntegerColumn incarnation = block.int32("incarnation");
    private final IntegerColumn previousEnd = block.uint64("previous_end");
    private final IntegerColumn rowIndex = block.int32("row_index");
    private final IntegerColumn endLsn = block.uint64("end_lsn");
    private final NullableColumn committedAt = block.nullableMicros("committed_at");
    private final IntegerColumn closes = block.truth("closes");
    private final ChangeFields fields = new ChangeFields(block);

    int rows() {
        return block.rows();
    }

    void add(LandedRecord record) {
        int row = block.nextRow();
        Piece piece = record.piece();
        landedDay.set(row, piece.day().toEpochDay());
        landedPiece.set(row, piece.name());
        landingHour.set(row, piece.hour().getEpochSecond());
        topic.set(row, piece.log().topic());
        logPartition.set(row, piece.log().partition());
        logOffset.set(row, record.offset());
        recordTime.set(row, record.timestampMillis());
        source.set(row, record.source());
        owner.set(row, record.key().owner());
        entity.set(row, record.key().entity().text());
        rule.set(row, record.key().rule());
        rowId.set(row, record.key().row());
        Reason why = record.headers().reason();
        reason.set(row, why.text());
        var position = record.headers().position();
        incarnation.set(row, position.incarnation());
        previousEnd.set(row, position.previousEnd().value());
        rowIndex.set(row, position.index());
        var transaction = record.transaction();
        if (transaction != null) {
            endLsn.set(row, transaction.lsn().value());
            ChangeFields.micros(committedAt, row, transaction.committedAtMicros());
        }
        closes.set(row, record.headers().end() != null);
        var change = record.change();
        if (change == null) {
            deleted.set(row, true);
        } else {
            fields.set(row, record.key(), change);
        }
    }

    void writeTo(OutputStream out) throws IOException {
        block.writeTo(out);
    }
}
