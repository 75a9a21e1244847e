package dev.maitred.streams.topology;

import org.apache.kafka.common.TopicPartition;

/** Until a rebuild has reached the end of the log as it was at the start, nothing of it is published or answered. */
@FunctionalInterface
public interface ReplayGate {

    /** The end of the log at the start; a record at or after the one before it opens the gate. */
    long endAtStart(TopicPartition partition);

    /** For tests: everything is published at once. */
    ReplayGate OPEN = partition -> 0;
}
