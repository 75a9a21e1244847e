package dev.maitred.batch.landing;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.kafka.common.TopicPartition;

/**
 * What is landed as one: the records of one log partition from an hour's first offset on.
 *
 * @param hour its beginning
 * @param firstOffset the hour's first
 * @param nextOffset the first that is not in it
 * @param closed records of a later hour exist
 */
record Piece(TopicPartition log, Instant hour, long firstOffset, long nextOffset, boolean closed) {

    Piece {
        if (nextOffset < firstOffset || hour.getEpochSecond() % 3600 != 0) {
            throw new IllegalArgumentException("Expected a full hour and offsets in order, found " + log + " " + hour
                    + " " + firstOffset + " to " + nextOffset);
        }
    }

    LocalDate day() {
        return LocalDate.ofInstant(hour, ZoneOffset.UTC);
    }

    /** With the day, the name of its partition in the history. */
    String name() {
        return String.format(
                Locale.ROOT, "%02d %s %d", hour.atOffset(ZoneOffset.UTC).getHour(), log.topic(), log.partition());
    }

    boolean holds(long offset) {
        return offset >= firstOffset && offset < nextOffset;
    }
}
