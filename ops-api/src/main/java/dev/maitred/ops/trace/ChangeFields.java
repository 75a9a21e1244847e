package dev.maitred.ops.trace;

import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Change;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A change's fields as the contract names them: instants as text, the contract's words as the mapping language writes them. */
final class ChangeFields {

    private static final String MICROS = "Micros";

    private ChangeFields() {}

    /** What is empty or not known is left out. */
    static Map<String, Object> of(Change change) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : change.getClass().getRecordComponents()) {
            String name = component.getName();
            Object value = value(component, change);
            boolean instant = name.endsWith(MICROS);
            Object told = instant && value instanceof Long micros ? instant(micros) : told(value);
            if (told != null) {
                fields.put(instant ? name.substring(0, name.length() - MICROS.length()) : name, told);
            }
        }
        return fields;
    }

    private static @Nullable Object value(RecordComponent component, Change change) {
        try {
            return component.getAccessor().invoke(change);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Expected a record of the contract, found " + change.getClass(), e);
        }
    }

    private static @Nullable String instant(long micros) {
        return micros == Micros.NEVER || micros == Micros.UNKNOWN
                ? null
                : Micros.instant(micros).toString();
    }

    private static @Nullable Object told(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Enum<?> word -> word(word);
            case String text when text.isEmpty() -> null;
            case List<?> list when list.isEmpty() -> null;
            default -> value;
        };
    }

    static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
