package dev.maitred.ingest.capture;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.rule.UnmappableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** PostgreSQL's text of an array, such as {@code {1,NULL,"a, b"}}; one whose bounds are not the usual says them before it. */
final class ArrayText {

    private final Column column;
    private final String text;
    private int at;

    private ArrayText(Column column, String text) {
        this.column = column;
        this.text = text;
        this.at = text.indexOf('{') + 1;
    }

    /**
     * Its elements, in order.
     *
     * @throws UnmappableException when it has more than one dimension
     */
    static <T> List<@Nullable T> read(Column column, String text, Function<String, T> element) {
        ArrayText array = new ArrayText(column, text);
        List<@Nullable T> elements = new ArrayList<>();
        while (array.text.charAt(array.at) != '}') {
            String next = array.next();
            elements.add(next == null ? null : element.apply(next));
            if (array.text.charAt(array.at) == ',') {
                array.at++;
            }
        }
        return Collections.unmodifiableList(elements);
    }

    /** The next element; null for NULL, which is not in quotes. */
    private @Nullable String next() {
        return switch (text.charAt(at)) {
            case '{' ->
                throw new UnmappableException(
                        "column " + column.name() + ": expected an array of one dimension, found one of more");
            case '"' -> quoted();
            default -> bare();
        };
    }

    private @Nullable String bare() {
        int from = at;
        while (text.charAt(at) != ',' && text.charAt(at) != '}') {
            at++;
        }
        String element = text.substring(from, at);
        return element.equals("NULL") ? null : element;
    }

    private String quoted() {
        StringBuilder element = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            element.append(text.charAt(at));
        }
        at++;
        return element.toString();
    }
}
