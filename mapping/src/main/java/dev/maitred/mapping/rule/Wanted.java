package dev.maitred.mapping.rule;

import static dev.maitred.mapping.catalogue.ColumnType.*;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.language.Faults;
import java.util.EnumSet;
import java.util.Set;

/** What a field can be made of, so that a column of another kind is told before the first row. */
enum Wanted {
    TEXT("text or an id", EnumSet.of(INTEGER, DECIMAL, BOOLEAN, ColumnType.TEXT, CHAR, ColumnType.DATE)),
    NUMBER("a whole number", EnumSet.of(INTEGER, DECIMAL)),
    MEASURE("a number", EnumSet.of(INTEGER, DECIMAL, FLOAT, BOOLEAN)),
    TRUTH("true or false", EnumSet.of(BOOLEAN)),
    INSTANT("a point in time", EnumSet.of(ColumnType.INSTANT, LOCAL_DATE_TIME, ColumnType.DATE)),
    WALL_TIME("a timestamp without zone, or a date", EnumSet.of(LOCAL_DATE_TIME, ColumnType.DATE)),
    DATE("a date", EnumSet.of(ColumnType.DATE)),
    TIME_OF_DAY("a time of day", EnumSet.of(TIME, INTEGER, ColumnType.TEXT, CHAR)),
    IDS("ids", EnumSet.of(INTEGER, DECIMAL, ColumnType.TEXT, CHAR, ColumnType.DATE, INTEGER_ARRAY, TEXT_ARRAY)),
    STATE("a state", EnumSet.of(INTEGER, DECIMAL, BOOLEAN, ColumnType.TEXT, CHAR)),
    ANYTHING("a value", EnumSet.complementOf(EnumSet.of(OTHER)));

    private final String words;
    private final Set<ColumnType> types;

    Wanted(String words, Set<ColumnType> types) {
        this.words = words;
        this.types = types;
    }

    void check(String place, Value value, Faults faults) {
        ColumnType type = value.type();
        if (type == null || types.contains(type)) {
            return;
        }
        Column column = value.column();
        String found = column == null
                ? "an expression of type " + type.word()
                : "column " + column.name() + " of type " + column.typeName();
        faults.add(
                place, "expected " + words + ", found " + found, remedy(type, column == null ? "..." : column.name()));
    }

    private String remedy(ColumnType type, String column) {
        if (type == JSON) {
            return "Say where in it: {column: " + column + ", path: [...]}";
        }
        if (type == INTEGER_ARRAY || type == TEXT_ARRAY) {
            return "Say which element: {expression: '" + column + "[0]'}";
        }
        return switch (this) {
            case TEXT, STATE -> "Make text of it: {expression: 'string(" + column + ")'}";
            case NUMBER -> "Make a whole number of it: {expression: 'int(" + column + ")'}";
            case TRUTH ->
                type == INTEGER
                        ? "Say what is true: {expression: '" + column + " != 0'}"
                        : "Say what is true: {expression: '" + column + " == ...'}";
            case INSTANT ->
                type == ColumnType.TEXT
                        ? "Read it: {expression: 'timestamp(" + column + ")'}"
                        : "Name a column of type timestamptz";
            case WALL_TIME, DATE, TIME_OF_DAY, IDS, MEASURE, ANYTHING -> "Name another column";
        };
    }
}
