package dev.maitred.batch.columns;

import java.io.IOException;
import java.io.OutputStream;

/** One column of a block. A row that nothing was set for has the type's default, or null. */
public abstract sealed class Column permits IntegerColumn, NullableColumn, TextColumn, TextListColumn, MeasuresColumn {

    private final String name;
    private final String type;
    private int rows;

    Column(String name, String type) {
        this.name = name;
        this.type = type;
    }

    /** Makes a place for this row: rows before it that have none get the default. */
    final void at(int row) {
        if (row < rows) {
            throw new IllegalStateException("Column " + name + " has row " + row + " already");
        }
        fillTo(row);
        rows = row + 1;
    }

    private void fillTo(int row) {
        if (row > rows) {
            defaults(row - rows);
            rows = row;
        }
    }

    final void writeTo(OutputStream out, int blockRows) throws IOException {
        fillTo(blockRows);
        Bytes head = new Bytes();
        head.text(name);
        head.text(type);
        head.writeTo(out);
        data(out);
        rows = 0;
        clear();
    }

    abstract void defaults(int count);

    abstract void data(OutputStream out) throws IOException;

    abstract void clear();

    @Override
    public final String toString() {
        return name + " " + type;
    }
}
