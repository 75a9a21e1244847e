package dev.maitred.batch.columns;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/** Numbers by name. */
public final class MeasuresColumn extends Column {

    private final Bytes ends = new Bytes();
    private final Bytes names = new Bytes();
    private final Bytes values = new Bytes();
    private long end;

    MeasuresColumn(String name) {
        super(name, "Map(String, Float64)");
    }

    /** Stored by name, so that the same measures are the same bytes. */
    public void set(int row, Map<String, Double> measures) {
        at(row);
        new TreeMap<>(measures).forEach((name, value) -> {
            names.text(name);
            values.integer(Double.doubleToLongBits(value), Long.BYTES);
        });
        end += measures.size();
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
        names.writeTo(out);
        values.writeTo(out);
    }

    @Override
    void clear() {
        end = 0;
        ends.clear();
        names.clear();
        values.clear();
    }
}
