package dev.maitred.contract;

import dev.maitred.contract.Topic.Retention.ByTime;
import dev.maitred.contract.Topic.Retention.Compacted;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.contract.wire.KeySerde;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Utils;

/** All topics, in the order of the data's path. Nobody else writes a name. */
public final class Topics {

    /** For life: another number is a new generation of topics, built beside the old one and switched to. */
    public static final int PARTITIONS = 12;

    /** As long as a change log keeps every record, and as long as a removed key's position is remembered. */
    public static final Duration COMPACTION_LAG = Duration.ofHours(72);

    /** As long as every version of a published board is kept. */
    public static final Duration BOARD_HISTORY = Duration.ofHours(1);

    /** One ordered log per venue. */
    public static final Topic<ChangeKey, Change> VENUE_CHANGES =
            changes("maitred.venue.changes", new Compacted(COMPACTION_LAG));

    /** One ordered log per queue. */
    public static final Topic<ChangeKey, Change> QUEUE_CHANGES =
            changes("maitred.queue.changes", new Compacted(COMPACTION_LAG));

    /** Documents by subject. */
    public static final Topic<ChangeKey, Change> DOCUMENT_CHANGES =
            changes("maitred.document.changes", new Compacted(COMPACTION_LAG));

    /** Activity by subject. */
    public static final Topic<ChangeKey, Change> ACTIVITY_CHANGES =
            changes("maitred.activity.changes", new ByTime(Duration.ofDays(14)));

    /** Boards as JSON, by venue and slot; in the partition that the venue has in its change log. */
    public static final Topic<String, byte[]> BOARDS = published("maitred.boards");

    /** Queue boards as JSON, by queue; in the partition that the queue has in its change log. */
    public static final Topic<String, byte[]> QUEUES = published("maitred.queues");

    /** Rows that could not be mapped, with reason and position; as JSON. */
    public static final Topic<String, byte[]> DEAD_LETTERS =
            new Topic<>("maitred.dead-letters", Serdes.String(), Serdes.ByteArray(), new ByTime(Duration.ofDays(30)));

    /** Where each source stands; ingest's own. */
    public static final Topic<String, byte[]> INGEST_OFFSETS = ingestMemory("maitred.ingest.offsets");

    /** What ingest must remember of rows; its own. */
    public static final Topic<String, byte[]> INGEST_ROWS = ingestMemory("maitred.ingest.rows");

    /** What others ask of ingest. */
    public static final Topic<String, byte[]> INGEST_COMMANDS = new Topic<>(
            "maitred.ingest.commands", Serdes.String(), Serdes.ByteArray(), new ByTime(Duration.ofHours(1)));

    /** The four change logs. */
    public static final List<Topic<ChangeKey, Change>> CHANGES =
            List.of(VENUE_CHANGES, QUEUE_CHANGES, DOCUMENT_CHANGES, ACTIVITY_CHANGES);

    public static final List<Topic<?, ?>> ALL = List.of(
            VENUE_CHANGES,
            QUEUE_CHANGES,
            DOCUMENT_CHANGES,
            ACTIVITY_CHANGES,
            BOARDS,
            QUEUES,
            DEAD_LETTERS,
            INGEST_OFFSETS,
            INGEST_ROWS,
            INGEST_COMMANDS);

    private Topics() {}

    /** The change log that speaks of an entity. */
    public static Topic<ChangeKey, Change> changesOf(Entity entity) {
        return switch (entity) {
            case QUEUE_ITEM -> QUEUE_CHANGES;
            case DOCUMENT -> DOCUMENT_CHANGES;
            case ACTIVITY -> ACTIVITY_CHANGES;
            case VENUE,
                    HOURS,
                    SLOT,
                    UNIT,
                    CAPACITY,
                    OCCUPANT,
                    RESERVATION,
                    CHECK_IN,
                    SESSION,
                    PAYMENT,
                    WATERMARK,
                    MARK -> VENUE_CHANGES;
        };
    }

    /** How many partitions a topic has: ingest's own three are small or ordered as one. */
    public static int partitions(Topic<?, ?> topic) {
        return topic == INGEST_OFFSETS || topic == INGEST_COMMANDS || topic == DEAD_LETTERS ? 1 : PARTITIONS;
    }

    /** The partition of a venue, queue or subject, in every topic that is partitioned by it. */
    public static int partitionOf(String owner) {
        return partitionOf(owner.getBytes(StandardCharsets.UTF_8));
    }

    /** As the other one, of what is in UTF-8 already. */
    public static int partitionOf(byte[] owner) {
        return Utils.toPositive(Utils.murmur2(owner)) % PARTITIONS;
    }

    private static Topic<ChangeKey, Change> changes(String name, Topic.Retention retention) {
        return new Topic<>(name, new KeySerde(), new ChangeSerde(), retention);
    }

    private static Topic<String, byte[]> published(String name) {
        return new Topic<>(name, Serdes.String(), Serdes.ByteArray(), new Compacted(BOARD_HISTORY));
    }

    private static Topic<String, byte[]> ingestMemory(String name) {
        return new Topic<>(name, Serdes.String(), Serdes.ByteArray(), new Compacted(Duration.ZERO));
    }
}
