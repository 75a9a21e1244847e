package dev.maitred.batch.columns;

import java.io.IOException;
import java.io.OutputStream;

/** Whole numbers or instants that may be absent; rows that nothing was set for are null. */
public final class NullableColumn extends Column {

    private final Bytes nulls = new Bytes();
    private final Bytes values = new Bytes();
    private final int width;

    NullableColumn(String name, String type, int width) {
        super(name, "Nullable(" + type + ")");
        this.width = width;
    }

    public void set(int row, long value) {
        at(row);
        nulls.integer(0, 1);
        values.integer(value, width);
    }

    @Override
    void defaults(int count) {
        nulls.ones(count);
        values.zeros(Math.multiplyExact(count, width));
    }

    @Override
    void data(OutputStream out) throws IOException {
        nulls.writeTo(out);
        values.writeTo(out);
    }

    @Override
    void clear() {
        nulls.clear();
        values.clear();
    }
}
