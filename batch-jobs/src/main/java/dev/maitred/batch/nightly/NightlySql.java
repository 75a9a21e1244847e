package dev.maitred.batch.nightly;

import dev.maitred.clickhouse.Sql;
import java.util.List;

/** The job's statements, in the order in which they run. */
final class NightlySql {

    static final Sql EMPTY_ASKED = sql("totals/empty_asked.sql");
    static final Sql EMPTY_TOTALS = sql("totals/empty_totals.sql");
    static final Sql ASKED = sql("totals/asked.sql");

    static final Sql EMPTY_CUTS = sql("cut/empty.sql");
    static final Sql CUTS = sql("cut/cuts.sql");

    static final Sql EMPTY_TOUCHED = sql("touch/empty.sql");
    static final Sql NIGHTS = sql("touch/nights.sql");
    static final Sql VENUES = sql("touch/venues.sql");

    static final List<Sql> EMPTY_GATHERED = List.of(
            sql("gather/0-empty_sections.sql"),
            sql("gather/0-empty_occupants.sql"),
            sql("gather/0-empty_attendance.sql"),
            sql("gather/0-empty_staging.sql"));
    static final List<Sql> GATHER =
            List.of(sql("gather/1-sections.sql"), sql("gather/2-occupants.sql"), sql("gather/3-attendance.sql"));
    static final Sql DATES = sql("gather/dates.sql");

    static final Sql EMPTY_BUILT = sql("build/empty.sql");
    static final List<Sql> BUILD = List.of(sql("build/night_360.sql"), sql("build/untouched.sql"));

    static final Sql EMPTY_DIFFERENCES = sql("audit/empty.sql");
    static final Sql DIFFERENCES = sql("audit/differences.sql");
    static final Sql FOUND = sql("audit/found.sql");

    static final Sql ROWS_IN = sql("publish/rows_in.sql");
    static final Sql WORDS = sql("publish/words.sql");
    static final Sql STAGED = sql("publish/staged.sql");
    static final Sql REPLACE = sql("publish/replace.sql");
    static final Sql DROP = sql("publish/drop.sql");
    static final Sql OUTCOME = sql("publish/outcome.sql");

    static final Sql OLD_DIFFERENCES = sql("retain/old_differences.sql");
    static final Sql HISTORY = sql("retain/history.sql");

    private NightlySql() {}

    private static Sql sql(String path) {
        return Sql.beside(NightlySql.class, path);
    }
}
