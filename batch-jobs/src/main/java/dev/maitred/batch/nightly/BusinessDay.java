package dev.maitred.batch.nightly;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * When a venue's days begin and end. By its wall clock: a night that is an hour longer or shorter when clocks change is still one
 * night.
 *
 * @param endsMinute minutes after local midnight at which a day ends: 360 is six in the morning
 */
record BusinessDay(ZoneId zone, int endsMinute) {

    BusinessDay {
        if (endsMinute < 0 || endsMinute >= 1440) {
            throw new IllegalArgumentException(
                    "Expected a day to end between minute 0 and 1439 after midnight, found " + endsMinute);
        }
    }

    /** The day that an instant belongs to. */
    LocalDate of(Instant instant) {
        LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
        boolean before = local.getHour() * 60 + local.getMinute() < endsMinute;
        return before ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }

    /** The last day, not after this one, that was over by then. */
    LocalDate lastOver(LocalDate latest, Instant now) {
        LocalDate date = latest;
        while (endOf(date).isAfter(now)) {
            date = date.minusDays(1);
        }
        return date;
    }

    /** The first instant after a day. An hour that the clocks skip counts as the first one after it. */
    Instant endOf(LocalDate date) {
        return date.plusDays(1)
                .atTime(endsMinute / 60, endsMinute % 60)
                .atZone(zone)
                .toInstant();
    }
}
