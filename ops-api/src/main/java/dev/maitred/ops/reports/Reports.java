package dev.maitred.ops.reports;

import java.time.LocalDate;
import java.util.Optional;

/** Finished reports. */
public interface Reports {

    /**
     * The story of one night; empty when no finished mart has it.
     *
     * @throws ReportsUnavailableException when they cannot be read now
     */
    Optional<Report<Night360>> night360(String venue, String slot);

    /**
     * The nights of a business date.
     *
     * @throws ReportsUnavailableException when they cannot be read now
     */
    Nights nights(LocalDate date);

    /**
     * Of every venue its last night that is complete.
     *
     * @throws ReportsUnavailableException when they cannot be read now
     */
    Nights lastNights();

    /**
     * Which edition there is now: cheap enough to be asked every few seconds.
     *
     * @throws ReportsUnavailableException when they cannot be read now
     */
    Edition edition();
}
