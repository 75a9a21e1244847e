package dev.maitred.ops.reports;

import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.clickhouse.ClickHouseException;
import dev.maitred.clickhouse.ClickHouseUnavailableException;
import dev.maitred.clickhouse.Sql;
import dev.maitred.contract.Lsn;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reports from the marts that the nightly job has published. The statements give the fields the names that readers see. */
public final class ClickHouseReports implements Reports, AutoCloseable {

    private static final Sql NIGHT_360 = Sql.beside(ClickHouseReports.class, "night_360.sql");
    private static final Sql NIGHTS = Sql.beside(ClickHouseReports.class, "nights.sql");
    private static final Sql LAST_NIGHTS = Sql.beside(ClickHouseReports.class, "last_nights.sql");
    private static final Sql EDITION = Sql.beside(ClickHouseReports.class, "edition.sql");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final ClickHouse clickHouse;

    public ClickHouseReports(ClickHouseAddress address) {
        this.clickHouse = new ClickHouse(address, PATIENCE);
    }

    /** What the statement adds to a story. */
    private record Words(
            String lsn,
            Instant clock,
            boolean audited,
            String notAudited,
            Instant historySince,
            Instant publishedAt,
            Night360 story) {}

    @Override
    public Optional<Report<Night360>> night360(String venue, String slot) {
        return read(NIGHT_360, Map.of("venue", venue, "slot", slot), Words.class).stream()
                .findFirst()
                .map(words -> new Report<>(
                        words.story(),
                        new Report.AsOf(new Lsn(Long.parseUnsignedLong(words.lsn())).toString(), words.clock()),
                        words.audited(),
                        words.notAudited(),
                        words.historySince(),
                        words.publishedAt()));
    }

    @Override
    public Nights nights(LocalDate date) {
        return new Nights(read(NIGHTS, Map.of("date", date), NightLine.class));
    }

    @Override
    public Nights lastNights() {
        return new Nights(read(LAST_NIGHTS, Map.of(), NightLine.class));
    }

    @Override
    public Edition edition() {
        return read(EDITION, Map.of(), Edition.class).stream()
                .filter(edition -> edition.nights() > 0)
                .findFirst()
                .orElse(Edition.NONE);
    }

    private <T> List<T> read(Sql sql, Map<String, Object> parameters, Class<T> type) {
        try {
            return clickHouse.json(sql, parameters, rows -> lines(rows, type));
        } catch (ClickHouseUnavailableException e) {
            throw new ReportsUnavailableException("Reports cannot be read now: ClickHouse does not answer.", e);
        } catch (ClickHouseException e) {
            if (e.isUnknownTable()) {
                // Nothing was ever published here: an answer, not a failure.
                return List.of();
            }
            throw e;
        }
    }

    private <T> List<T> lines(InputStream rows, Class<T> type) {
        try (var values = json.readerFor(type).<T>readValues(rows)) {
            return values.readAll();
        }
    }

    @Override
    public void close() {
        clickHouse.close();
    }
}
