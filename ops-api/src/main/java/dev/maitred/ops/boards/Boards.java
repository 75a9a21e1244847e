package dev.maitred.ops.boards;

import dev.maitred.contract.Lsn;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Envelope.Partitions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Venues and their boards. */
public interface Boards {

    /** All venues, each as JSON. */
    Listing venues();

    /** The slots of a venue that end after and start before these instants, by start, without their free units; empty: no such venue. */
    Optional<Listing> slots(String venue, long fromMicros, long toMicros);

    Optional<BoardEntry> board(String venue, String slot);

    /** What a venue's answers are as of. */
    AsOf asOf(String venue);

    /** Waits until a venue's answers are as of this LSN or later; returns where they stand then. */
    AsOf await(String venue, Lsn lsn, Duration patience) throws InterruptedException;

    /** Answers over several values. */
    record Listing(List<byte[]> values, AsOf asOf, Partitions partitions) {}
}
