package dev.maitred.batch.columns;

import java.io.IOException;
import java.io.OutputStream;

/** Whole numbers, and what ClickHouse stores as such: Bool, Date, DateTime. */
public final class IntegerColumn extends Column {

    private final Bytes values = new Bytes();
    private final int width;

    IntegerColumn(String name, String type, int width) {
        super(name, type);
        this.width = width;
    }

    public void set(int row, long value) {
        at(row);
        values.integer(value, width);
    }

    public void set(int row, boolean value) {
        set(row, value ? 1 : 0);
    }

    @Override
    void defaults(int count) {
        values.zeros(Math.multiplyExact(count, width));
    }

    @Override
    void data(OutputStream out) throws IOException {
        values.writeTo(out);
    }

    @Override
    void clear() {
        values.clear();
    }
}
