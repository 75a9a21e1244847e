package dev.maitred.batch.columns;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Rows on their way into a table, column by column: declared once, filled, written, filled again. */
public final class Block {

    private final List<Column> columns = new ArrayList<>();
    private int rows;

    /** Row numbers are handed out in order; a column that is not set for a row has its default there. */
    public int nextRow() {
        return rows++;
    }

    public int rows() {
        return rows;
    }

    /** Writes what is there, if anything, and starts anew. Flushes nothing: the stream's owner does. */
    public void writeTo(OutputStream out) throws IOException {
        if (rows == 0) {
            return;
        }
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 16);
        Bytes head = new Bytes();
        head.varint(columns.size());
        head.varint(rows);
        head.writeTo(buffered);
        for (Column column : columns) {
            column.writeTo(buffered, rows);
        }
        buffered.flush();
        rows = 0;
    }

    public TextColumn text(String name) {
        return declared(new TextColumn(name));
    }

    public TextListColumn texts(String name) {
        return declared(new TextListColumn(name));
    }

    public MeasuresColumn measures(String name) {
        return declared(new MeasuresColumn(name));
    }

    public IntegerColumn truth(String name) {
        return declared(new IntegerColumn(name, "Bool", 1));
    }

    public IntegerColumn uint16(String name) {
        return declared(new IntegerColumn(name, "UInt16", Short.BYTES));
    }

    public IntegerColumn int32(String name) {
        return declared(new IntegerColumn(name, "Int32", Integer.BYTES));
    }

    public IntegerColumn int64(String name) {
        return declared(new IntegerColumn(name, "Int64", Long.BYTES));
    }

    public IntegerColumn uint64(String name) {
        return declared(new IntegerColumn(name, "UInt64", Long.BYTES));
    }

    /** Days since 1970. */
    public IntegerColumn date(String name) {
        return declared(new IntegerColumn(name, "Date", Short.BYTES));
    }

    /** Seconds since 1970. */
    public IntegerColumn seconds(String name) {
        return declared(new IntegerColumn(name, "DateTime('UTC')", Integer.BYTES));
    }

    /** Milliseconds since 1970. */
    public IntegerColumn millis(String name) {
        return declared(new IntegerColumn(name, "DateTime64(3, 'UTC')", Long.BYTES));
    }

    /** Microseconds since 1970. */
    public IntegerColumn micros(String name) {
        return declared(new IntegerColumn(name, "DateTime64(6, 'UTC')", Long.BYTES));
    }

    /** Microseconds since 1970, or null. */
    public NullableColumn nullableMicros(String name) {
        return declared(new NullableColumn(name, "DateTime64(6, 'UTC')", Long.BYTES));
    }

    public NullableColumn nullableInt64(String name) {
        return declared(new NullableColumn(name, "Int64", Long.BYTES));
    }

    public NullableColumn nullableInt32(String name) {
        return declared(new NullableColumn(name, "Int32", Integer.BYTES));
    }

    /** Days since 1970, or null. */
    public NullableColumn nullableDate(String name) {
        return declared(new NullableColumn(name, "Date", Short.BYTES));
    }

    private <C extends Column> C declared(C column) {
        columns.add(column);
        return column;
    }
}
