package dev.maitred.ingest.capture;

import dev.maitred.ingest.memory.OutOfLine;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A mapped table as the log tells it, before the first of its rows and again when it is altered: which columns come, in which order. */
final class Relation {

    private static final int NOT_MAPPED = -1;

    private final MappedTable table;

    /** Of each column that comes, its place in the table's layout. */
    private final int[] places;

    private final Column[] columns;
    private final int keySize;

    private Relation(MappedTable table, int[] places) {
        this.table = table;
        this.places = places;
        this.columns = table.layout().columns().toArray(Column[]::new);
        this.keySize = table.layout().table().primaryKey().size();
    }

    /**
     * Reads what comes after the table's number.
     *
     * @return null when it is not mapped
     * @throws ChangedSchemaException when a mapped column does not come, or comes as something else
     */
    static @Nullable Relation read(ByteBuffer message, Mapping mapping, Connection catalogue) throws SQLException {
        TableName name = new TableName(text(message), text(message));
        MappedTable table = mapping.table(name).orElse(null);
        if (table == null) {
            return null;
        }
        message.get();
        String[] names = new String[message.getShort()];
        int[] types = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            message.get();
            names[i] = text(message);
            types[i] = message.getInt();
            message.getInt();
        }
        List<Column> columns = table.layout().columns();
        int[] places = new int[names.length];
        Arrays.fill(places, NOT_MAPPED);
        Map<Integer, PostgresCatalogue.Type> known = PostgresCatalogue.types(catalogue, types);
        for (int place = 0; place < columns.size(); place++) {
            Column column = columns.get(place);
            int at = Arrays.asList(names).indexOf(column.name());
            if (at < 0) {
                throw ChangedSchemaException.missing(name, column);
            }
            PostgresCatalogue.Type type = known.get(types[at]);
            if (type == null || type.type() != column.type()) {
                throw ChangedSchemaException.retyped(name, column, type == null ? "one that was dropped" : type.name());
            }
            places[at] = place;
        }
        return new Relation(table, places);
    }

    MappedTable table() {
        return table;
    }

    /**
     * A whole row, in the order of the table's layout.
     *
     * @throws dev.maitred.mapping.rule.UnmappableException when a value is none that its column can have
     */
    @Nullable
    Object[] row(ByteBuffer tuple) {
        return values(tuple, columns.length);
    }

    /** A row of which only the primary key is known. */
    @Nullable
    Object[] key(ByteBuffer tuple) {
        return values(tuple, keySize);
    }

    private @Nullable Object[] values(ByteBuffer tuple, int known) {
        @Nullable Object[] values = new Object[columns.length];
        byte[] bytes = tuple.array();
        int size = tuple.getShort();
        for (int i = 0; i < size; i++) {
            int place = places[i];
            byte kind = tuple.get();
            if (kind == 't') {
                int length = tuple.getInt();
                if (place >= 0 && place < known) {
                    values[place] =
                            ColumnText.read(columns[place], bytes, tuple.arrayOffset() + tuple.position(), length);
                }
                tuple.position(tuple.position() + length);
            } else if (kind == 'u' && place >= 0 && place < known) {
                values[place] = OutOfLine.NOT_SENT;
            }
        }
        return values;
    }

    /** The primary key of a row as it stands there, whatever else of it cannot be read. */
    String keyText(ByteBuffer tuple) {
        String[] key = new String[keySize];
        Arrays.fill(key, "?");
        int size = tuple.getShort();
        for (int i = 0; i < size; i++) {
            if (tuple.get() == 't') {
                byte[] value = new byte[tuple.getInt()];
                tuple.get(value);
                if (places[i] >= 0 && places[i] < keySize) {
                    key[places[i]] = new String(value, StandardCharsets.UTF_8);
                }
            }
        }
        return String.join(",", key);
    }

    /** A text that ends with a zero. */
    static String text(ByteBuffer message) {
        int start = message.position();
        int end = start;
        while (message.get(end) != 0) {
            end++;
        }
        message.position(end + 1);
        return new String(message.array(), message.arrayOffset() + start, end - start, StandardCharsets.UTF_8);
    }
}
