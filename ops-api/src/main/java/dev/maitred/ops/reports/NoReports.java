package dev.maitred.ops.reports;

import java.time.LocalDate;
import java.util.Optional;

/** Where the platform has no ClickHouse: everything else works, and this says why there are no reports. */
public record NoReports(String reason) implements Reports {

    @Override
    public Optional<Report<Night360>> night360(String venue, String slot) {
        throw new ReportsUnavailableException(reason, null);
    }

    @Override
    public Nights nights(LocalDate date) {
        throw new ReportsUnavailableException(reason, null);
    }

    @Override
    public Nights lastNights() {
        throw new ReportsUnavailableException(reason, null);
    }

    @Override
    public Edition edition() {
        throw new ReportsUnavailableException(reason, null);
    }
}
