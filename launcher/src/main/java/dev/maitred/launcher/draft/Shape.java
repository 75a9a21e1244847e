package dev.maitred.launcher.draft;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.ForeignKey;
import dev.maitred.mapping.catalogue.Table;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A table as far as its names and types tell what it is for. */
record Shape(Table table) {

    private static final Set<ColumnType> TIMES =
            EnumSet.of(ColumnType.INSTANT, ColumnType.LOCAL_DATE_TIME, ColumnType.DATE);
    private static final Set<ColumnType> NUMBERS = EnumSet.of(ColumnType.INTEGER, ColumnType.DECIMAL);

    String name() {
        return table.name().name();
    }

    /** Whether a word of the table's name is one of these, in the singular. */
    boolean isCalled(String words) {
        return Pattern.compile("(^|_)(" + words + ")(s|es)?(_|$)")
                .matcher(name())
                .find();
    }

    /** Whether its last word is one of these: what a row of it is, not what it belongs to. */
    boolean isOne(String words) {
        return Pattern.compile("(^|_)(" + words + ")(s|es)?$").matcher(name()).find();
    }

    /** The first pattern's first column comes first. */
    Optional<Column> column(Set<ColumnType> types, String... patterns) {
        for (String pattern : patterns) {
            Pattern compiled = Pattern.compile(pattern);
            for (Column each : table.columns()) {
                if (types.contains(each.type()) && compiled.matcher(each.name()).matches()) {
                    return Optional.of(each);
                }
            }
        }
        return Optional.empty();
    }

    Optional<Column> time(String... patterns) {
        return column(TIMES, patterns);
    }

    Optional<Column> number(String... patterns) {
        return column(NUMBERS, patterns);
    }

    Optional<Column> whole(String... patterns) {
        return column(EnumSet.of(ColumnType.INTEGER), patterns);
    }

    Optional<Column> text(String... patterns) {
        return column(EnumSet.of(ColumnType.TEXT, ColumnType.CHAR), patterns);
    }

    Optional<Column> truth(String... patterns) {
        return column(EnumSet.of(ColumnType.BOOLEAN), patterns);
    }

    Optional<Column> start() {
        return time(
                "starts?(_at|_utc|_time|_date|_on)?",
                "begins?(_at|_time)?",
                "(valid_|from_?)(from|at|date|time)?",
                "check_?in(_date)?",
                "arrival.*",
                "date_from");
    }

    Optional<Column> end() {
        return time(
                "ends?(_at|_utc|_time|_date|_on)?",
                "finish(es)?(_at|_time)?",
                "(valid_)?(until|to)(_date)?",
                "check_?out(_date)?",
                "departure.*",
                "date_to");
    }

    Optional<Column> status() {
        return text("status", "state", ".*_status", ".*_state");
    }

    List<ForeignKey> parents() {
        return table.foreignKeys().stream()
                .filter(key -> key.columns().size() == 1)
                .toList();
    }
}
