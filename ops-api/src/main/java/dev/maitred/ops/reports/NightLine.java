package dev.maitred.ops.reports;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** One line of a list of nights that have a report. */
public record NightLine(
        String venue,
        String venueName,
        String slot,
        String label,
        LocalDate businessDate,
        Instant startsAt,
        Instant endsAt,
        boolean complete,
        @Nullable Long capacity,
        long sold,
        @Nullable Double soldShare,
        long bookings,
        long people,
        boolean audited) {}
