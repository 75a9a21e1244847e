package dev.maitred.ingest.transaction;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureEvent.Operation;
import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.ingest.publish.Portion;
import dev.maitred.ingest.publish.Publisher;
import dev.maitred.ingest.resync.Resyncs;
import dev.maitred.mapping.Mapping.MappedTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what a resync found through the same mapper as the stream, in portions of their own. */
final class ResyncWriter implements Resyncs.Writer {

    private final RowMapper mapper;
    private final Publisher publisher;
    private final Unread unread;
    private List<Outgoing> open = new ArrayList<>();

    /** @param unread what it reads, among others */
    ResyncWriter(RowMapper mapper, Publisher publisher, Unread unread) {
        this.unread = unread;
        this.mapper = mapper;
        this.publisher = publisher;
    }

    @Override
    public boolean row(MappedTable table, @Nullable Object[] values, @Nullable String venue, Position position) {
        CaptureEvent.Row row = new CaptureEvent.Row(Operation.READ_AGAIN, table, values, position.previousEnd(), 0);
        if (venue != null && !mapper.belongsTo(row, venue)) {
            return false;
        }
        mapper.map(row, position, open::add);
        return true;
    }

    @Override
    public void gone(ChangeKey key, Position position) {
        RowMapper.gone(open::add, key, position, Reason.ABSENT);
    }

    @Override
    public void nothingWaits() {
        if (!unread.isNone()) {
            open.add(unread.none());
        }
    }

    @Override
    public void handOver() throws InterruptedException {
        if (!open.isEmpty()) {
            publisher.publish(Portion.ofSnapshot(open));
            open = new ArrayList<>();
        }
    }

    @Override
    public void settle() throws InterruptedException {
        publisher.settle();
    }
}
