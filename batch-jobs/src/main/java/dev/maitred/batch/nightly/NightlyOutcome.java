package dev.maitred.batch.nightly;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * What a run of a business date did.
 *
 * @param run the publication's name: {@code 2026-11-20.1}
 * @param rowsLanded rows written into the history by this launch; an hour that is still open is written again each time
 * @param rowsIn rows of the history not after the cut
 * @param rowsOut nights published, those that went on unchanged on a date that was published again included
 * @param dates business dates published
 * @param endedAt when the launch that did it came to its end, to the second
 * @param hash over the rows of all of them
 * @param dateHash over the run's own date; empty when no night is on it
 * @param audited compared with every source and equal
 * @param notAudited why not; empty when audited
 * @param differences what the audit found, at most 100
 * @param already this launch did nothing: another one had done it
 */
public record NightlyOutcome(
        LocalDate date,
        String run,
        long rowsLanded,
        long rowsIn,
        long rowsOut,
        int dates,
        double seconds,
        Instant endedAt,
        String hash,
        String dateHash,
        boolean audited,
        String notAudited,
        List<Difference> differences,
        boolean already) {

    public NightlyOutcome {
        differences = List.copyOf(differences);
    }

    /**
     * @param what occupants, night or row
     * @param detail of occupants their kind and state
     * @param expected what the source says
     * @param found what the history says
     */
    public record Difference(
            LocalDate date, String venue, String slot, String what, String detail, long expected, long found) {}
}
