package dev.maitred.streams.venue;

import dev.maitred.contract.Position;
import dev.maitred.contract.change.Slot;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one slot of one venue.
 *
 * @param businessDate the venue's day that the slot belongs to; null: the venue's time zone or the start is not known
 * @param sections counts by section
 * @param people admitted at the door
 * @param rejected attempts at the door
 * @param arrivals people by the start of each 5 minutes, microseconds since 1970
 * @param depositsMinor by currency, in its minor unit
 * @param position of the newest change in it
 * @param timerMicros the newest instant at which something that is still in it ended by itself; 0: nothing did
 */
public record Board(
        String venue,
        String slot,
        Slot details,
        @Nullable LocalDate businessDate,
        Counts counts,
        Map<String, Counts> sections,
        int noShows,
        int cancelled,
        long people,
        long rejected,
        Map<String, Integer> rejectedByReason,
        SortedMap<Long, Integer> arrivals,
        int openSessions,
        SortedMap<String, Long> depositsMinor,
        Position position,
        long timerMicros) {}
