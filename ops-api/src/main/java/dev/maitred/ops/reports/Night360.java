package dev.maitred.ops.reports;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A night's story. Times are instants; the venue's time zone is for showing them. "Sold" is what is confirmed, seated, completed or a
 * no-show.
 *
 * @param businessDate by the venue's time zone and the hour at which its day ends
 * @param open false: it was called off
 * @param complete false: the night, or a hold in it, was not over when this was built
 * @param capacity units, or a quantity; null: unknown
 * @param soldShare 0 to 1, of the capacity; null where that is unknown
 * @param sellThrough in the order of time, up to the night's end
 * @param arrivals people admitted, per 15 minutes; a quarter without any is left out
 * @param tableTurns sessions per table that had any
 * @param payments by purpose
 */
public record Night360(
        String venue,
        String venueName,
        String slot,
        String label,
        LocalDate businessDate,
        String timeZone,
        Instant startsAt,
        Instant endsAt,
        boolean open,
        boolean complete,
        @Nullable Long capacity,
        long blocked,
        long sold,
        @Nullable Double soldShare,
        List<Section> sections,
        Bookings bookings,
        Holds holds,
        List<SalePoint> sellThrough,
        LeadMinutes leadMinutes,
        CheckIns checkIns,
        List<Arrivals> arrivals,
        Sessions sessions,
        @Nullable Double tableTurns,
        List<Amount> deposits,
        Map<String, List<Amount>> payments) {

    /** @param soldOutAt when nothing of it was left for the first time; null: never */
    public record Section(
            String section,
            @Nullable Long capacity,
            long sold,
            @Nullable Instant soldOutAt) {}

    /**
     * @param made those that stayed with this night
     * @param confirmed neither came nor were marked as no-show
     * @param seated were seated at some time
     * @param removed deleted before the night ended
     * @param moved left for another night; not among those made
     * @param guests party sizes of what was sold
     * @param booked amounts of what was sold
     */
    public record Bookings(
            long made,
            long confirmed,
            long seated,
            long completed,
            long cancelled,
            long noShow,
            long expired,
            long removed,
            long moved,
            long guests,
            List<Amount> booked) {}

    /** @param converted became a booking in the transaction that ended them */
    public record Holds(long made, long converted, long expired, long released, long open) {}

    /** @param minutesBeforeStart negative after the start */
    public record SalePoint(
            int minutesBeforeStart, long sold, @Nullable Double share) {}

    /** From the making of a booking to the start: a tenth, half, nine tenths of them within it; null without any. */
    public record LeadMinutes(
            @Nullable Double p10,
            @Nullable Double p50,
            @Nullable Double p90) {}

    /**
     * @param admitted check-ins
     * @param people admitted
     * @param peopleBySubject table guests, guest list: as the source calls them
     */
    public record CheckIns(
            long admitted,
            long people,
            Map<String, Long> peopleBySubject,
            Map<String, Long> peopleByMethod,
            long rejected,
            Map<String, Long> rejectedByReason) {}

    /** People admitted within the 15 minutes from {@code at} on. */
    public record Arrivals(Instant at, long people) {}

    /** @param open not closed when this was built */
    public record Sessions(
            long count, long units, long open, @Nullable Double minutesP50) {}

    /** Exact, in the currency's minor unit. */
    public record Amount(long minor, String currency) {}
}
