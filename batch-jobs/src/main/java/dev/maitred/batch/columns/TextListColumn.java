package dev.maitred.batch.columns;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Lists of texts. */
public final class TextListColumn extends Column {

    private final Bytes ends = new Bytes();
    private final Bytes values = new Bytes();
    private long end;

    TextListColumn(String name) {
        super(name, "Array(String)");
    }

    public void set(int row, List<String> texts) {
        at(row);
        texts.forEach(values::text);
        end += texts.size();
        ends.integer(end, Long.BYTES);
    }

    @Override
    void defaults(int count) {
        for (int i = 0; i < count; i++) {
            ends.integer(end, Long.BYTES);
        }
    }

    @Override
    void data(OutputStream out) throws IOException {
        ends.writeTo(out);
        values.writeTo(out);
    }

    @Override
    void clear() {
        end = 0;
        ends.clear();
        values.clear();
    }
}
