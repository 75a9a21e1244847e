package dev.maitred.ingest.transaction;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Watermark;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.ingest.publish.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Watermarks and marks speak to every partition of every change log that the source feeds. */
final class Marks {

    private final Set<Topic<?, ?>> topics;

    Marks(Set<Topic<?, ?>> topics) {
        this.topics = Set.copyOf(topics);
    }

    List<Outgoing> toEveryPartition(Change mark, Position position) {
        byte[] key = key(mark).bytes();
        byte[] value = ChangeSerde.encode(mark);
        ChangeHeaders headers = new ChangeHeaders(position, Reason.MARK, null);
        List<Outgoing> records = new ArrayList<>(topics.size() * Topics.PARTITIONS);
        for (Topic<?, ?> topic : topics) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                records.add(new Outgoing(topic.name(), partition, key, value, headers));
            }
        }
        return records;
    }

    private static ChangeKey key(Change mark) {
        return switch (mark) {
            case Watermark watermark -> new ChangeKey("", watermark.entity(), watermark.source(), "");
            case Mark each -> new ChangeKey("", each.entity(), each.source(), each.end() ? "end" : "begin");
            default ->
                throw new IllegalArgumentException(
                        "Expected a mark, found a " + mark.entity().text());
        };
    }
}
