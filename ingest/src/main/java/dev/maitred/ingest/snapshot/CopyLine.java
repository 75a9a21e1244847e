package dev.maitred.ingest.snapshot;

import dev.maitred.ingest.capture.ColumnText;
import dev.maitred.mapping.catalogue.Column;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row in COPY's text format: values between tabs, NULL as {@code \N}, and a backslash before what would be mistaken for either.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-copy.html">PostgreSQL, COPY, Text Format</a>
 */
final class CopyLine {

    private final byte[] line;
    private final int end;
    private int at;

    /** The value that was read last. */
    private byte[] value;

    private int start;
    private int length;

    /** @param line with the line feed at its end */
    CopyLine(byte[] line) {
        this.line = line;
        this.value = line;
        this.end = line[line.length - 1] == '\n' ? line.length - 1 : line.length;
    }

    /**
     * The whole row.
     *
     * @throws dev.maitred.mapping.rule.UnmappableException when a value is none that its column can have
     */
    @Nullable
    Object[] values(Column[] columns) {
        @Nullable Object[] values = new Object[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = next() ? ColumnText.read(columns[i], value, start, length) : null;
        }
        return values;
    }

    /** Its first values as they stand there, joined by a comma. */
    String text(int values) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            texts.add(next() ? new String(value, start, length, StandardCharsets.UTF_8) : "?");
        }
        return String.join(",", texts);
    }

    /** Reads one value; false when it is NULL. */
    private boolean next() {
        int from = at;
        int escaped = 0;
        while (at < end && line[at] != '\t') {
            if (line[at] == '\\') {
                escaped++;
                at++;
            }
            at++;
        }
        int to = at++;
        value = line;
        start = from;
        length = to - from;
        if (escaped == 0) {
            return true;
        }
        if (line[from] == '\\' && line[from + 1] == 'N') {
            return false;
        }
        unescape(from, to, length - escaped);
        return true;
    }

    private void unescape(int from, int to, int size) {
        value = new byte[size];
        start = 0;
        length = size;
        for (int i = from, into = 0; i < to; into++) {
            value[into] = line[i] == '\\' ? unescaped(line[++i]) : line[i];
            i++;
        }
    }

    private static byte unescaped(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> letter;
        };
    }
}
