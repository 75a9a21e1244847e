package dev.maitred.batch.columns;

import java.io.IOException;
import java.io.OutputStream;

/** Texts; the server makes LowCardinality of them where the table has that. */
public final class TextColumn extends Column {

    private final Bytes values = new Bytes();

    TextColumn(String name) {
        super(name, "String");
    }

    public void set(int row, String value) {
        at(row);
        values.text(value);
    }

    @Override
    void defaults(int count) {
        values.zeros(count);
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
