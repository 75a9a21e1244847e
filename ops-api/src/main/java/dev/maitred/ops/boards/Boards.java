package dev.maitred.ops.boards;

import dev.maitred.contract.Lsn;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Envelope.Partitions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Venues and their boards. */
public interface Boards {

    /**
     * Venues, each as JSON.
     *
     * @param source whose; null: all
     */
    Listing venues(@Nullable String source);

    /** The slots of a venue that end after and start before these instants, by start, without their free units; empty: no such venue. */
    Optional<Listing> slots(String venue, long fromMicros, long toMicros);

    Reading read(String venue, String slot);

    /** Whether it is too early to say that something of this venue is not there. */
    boolean mayCome(String venue);

    /** Waits until a venue's answers are as of this LSN or later; returns where they stand then. */
    AsOf await(String venue, Lsn lsn, Duration patience) throws InterruptedException;

    /**
     * Waits until all answers of a source are as of this LSN or later; returns where they stand then.
     *
     * @param source null: the only one there is
     */
    AsOf awaitAll(@Nullable String source, Lsn lsn, Duration patience) throws InterruptedException;

    /**
     * A board and what it is as of, both of one moment.
     *
     * @param board null: there is no such board as of then
     */
    record Reading(@Nullable BoardEntry board, AsOf asOf) {}

    /** Answers over several values. */
    record Listing(List<byte[]> values, AsOf asOf, Partitions partitions) {}
}
