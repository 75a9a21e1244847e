package dev.maitred.mapping.source;

import dev.maitred.mapping.catalogue.Column;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads mapped columns from a result set, as the Java types of {@link dev.maitred.mapping.catalogue.ColumnType}. */
public final class RowValues {

    private RowValues() {}

    /** @param columns in the order in which the result set has them */
    public static @Nullable Object[] read(ResultSet row, List<Column> columns) throws SQLException {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(row, i + 1, columns.get(i));
        }
        return values;
    }

    private static @Nullable Object value(ResultSet row, int index, Column column) throws SQLException {
        return switch (column.type()) {
            case INTEGER -> whole(row, index);
            case DECIMAL -> row.getObject(index, BigDecimal.class);
            case FLOAT -> real(row, index);
            case BOOLEAN -> row.getObject(index, Boolean.class);
            case TEXT, OTHER -> row.getString(index);
            case INSTANT -> instant(row.getObject(index, OffsetDateTime.class));
            case LOCAL_DATE_TIME -> row.getObject(index, LocalDateTime.class);
            case DATE -> row.getObject(index, LocalDate.class);
            case TIME -> row.getObject(index, LocalTime.class);
        };
    }

    // The driver converts an int4 to a long only when it is asked so.
    private static @Nullable Long whole(ResultSet row, int index) throws SQLException {
        long value = row.getLong(index);
        return row.wasNull() ? null : (Long) value;
    }

    private static @Nullable Double real(ResultSet row, int index) throws SQLException {
        double value = row.getDouble(index);
        return row.wasNull() ? null : (Double) value;
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        if (time == null) {
            return null;
        }
        if (time.equals(OffsetDateTime.MAX)) {
            return Instant.MAX;
        }
        return time.equals(OffsetDateTime.MIN) ? Instant.MIN : time.toInstant();
    }
}
