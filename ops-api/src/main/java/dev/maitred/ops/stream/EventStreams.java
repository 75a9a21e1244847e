package dev.maitred.ops.stream;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Event streams over boards, queues, the pipeline and the reports, whatever server carries them. */
public interface EventStreams {

    /** Opens a stream: first the state of each key as it is, then every change, newer ones taking the place of those not yet sent. */
    EventStream open(Set<Key> keys);

    /**
     * What a stream is about.
     *
     * @param id a board's {@code venue/slot}, a queue's name, or empty
     */
    record Key(Kind kind, String id) {}

    /** The kinds of keys; the words are those of the request's parameters and of the events. */
    enum Kind {
        BOARD,
        QUEUE,
        PIPELINE,
        /** Which edition of the finished reports there is: told when the nightly job has published. */
        REPORTS
    }

    /** One reader's stream. */
    interface EventStream extends AutoCloseable {

        /** The events that wait, encoded; none when nothing came in time. */
        List<byte[]> take(Duration patience) throws InterruptedException;

        /** Whether the stream has been ended from this side. */
        boolean isEnded();

        @Override
        void close();
    }
}
