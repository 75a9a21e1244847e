package dev.maitred.ingest.memory;

import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.rule.UnmappableException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that PostgreSQL stores apart from their row when the row is large. An update that does not touch one does not send it, so
 * the last one is remembered.
 */
public final class OutOfLine {

    /** Stands for a value that was not sent. */
    public static final Object NOT_SENT = new Object();

    /** Bytes: what is not larger than the reference that would stand in its place is never stored apart. */
    private static final int STORED_IN_LINE = 20;

    /** Bytes: a document's own form may be several times as large as its text. */
    private static final int DOCUMENT_STORED_IN_LINE = 4;

    /** Types that travel as text and are small, whatever they hold. */
    private static final Set<String> NEVER_STORED_APART = Set.of("uuid", "inet", "cidr", "macaddr", "name");

    /** Characters: what is longer is not remembered, but that there was such a value is. */
    private static final int LONGEST = 100_000;

    /** In the place of what is too long. What is stored apart is never empty. */
    private static final String TOO_LONG = "";

    /** A value was not sent that is too long to be remembered: the row is to be read again. */
    public static final class NotRememberedException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NotRememberedException(Column column) {
            super("column " + column.name() + " is longer than " + LONGEST
                    + " characters and was not sent with this update; the table is read again by itself");
        }
    }

    private OutOfLine() {}

    /**
     * Puts the last values in the place of those that were not sent.
     *
     * @param values of a whole row; changed
     * @param before what was remembered of them
     * @return what is to be remembered of them now
     * @throws NotRememberedException when one is missing that was too long
     * @throws UnmappableException when one is missing that was never seen
     */
    public static Map<String, String> complete(
            MappedTable table, @Nullable Object[] values, Map<String, String> before) {
        Map<String, String> now = Map.of();
        List<Column> columns = table.layout().columns();
        for (int i = table.layout().table().primaryKey().size(); i < values.length; i++) {
            Column column = columns.get(i);
            if (values[i] == NOT_SENT) {
                String last = before.get(column.name());
                if (last == null) {
                    throw new UnmappableException("column " + column.name()
                            + " is stored out of line, was not sent with this update, and was never seen before");
                }
                if (last.equals(TOO_LONG)) {
                    throw new NotRememberedException(column);
                }
                values[i] = column.type().parse(last);
            }
            Object value = values[i];
            if (value != null && isStoredApartPerhaps(column, value)) {
                now = now.isEmpty() ? new HashMap<>() : now;
                String text = ColumnType.text(value);
                now.put(column.name(), text.length() > LONGEST ? TOO_LONG : text);
            }
        }
        return now;
    }

    private static boolean isStoredApartPerhaps(Column column, Object value) {
        return !NEVER_STORED_APART.contains(column.typeName())
                && switch (column.type()) {
                    case TEXT, CHAR, OTHER, DECIMAL, JSON, INTEGER_ARRAY, TEXT_ARRAY -> {
                        String text = ColumnType.text(value);
                        int most = column.type() == ColumnType.JSON ? DOCUMENT_STORED_IN_LINE : STORED_IN_LINE;
                        yield text.length() > most || text.getBytes(StandardCharsets.UTF_8).length > most;
                    }
                    case INTEGER, FLOAT, BOOLEAN, INSTANT, LOCAL_DATE_TIME, DATE, TIME -> false;
                };
    }
}
