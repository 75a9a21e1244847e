package dev.maitred.contract.wire;

import java.util.EnumMap;
import java.util.Map;

/** Which value of a message's enum stands for which value of a record's; looked up twice a change, so by ordinal. */
final class EnumTable<R extends Enum<R>, W extends Enum<W>> {

    private final Map<R, W> toWire;
    private final Map<W, R> fromWire;
    private final String name;

    private EnumTable(Class<R> record, Class<W> wire) {
        this.toWire = new EnumMap<>(record);
        this.fromWire = new EnumMap<>(wire);
        this.name = wire.getSimpleName();
    }

    /**
     * @param prefix what the wire's names begin with before the record's name
     * @throws IllegalArgumentException when a record's value has no name on the wire
     */
    static <R extends Enum<R>, W extends Enum<W>> EnumTable<R, W> of(Class<R> record, Class<W> wire, String prefix) {
        EnumTable<R, W> table = new EnumTable<>(record, wire);
        for (R each : record.getEnumConstants()) {
            W same = Enum.valueOf(wire, prefix + each.name());
            table.toWire.put(each, same);
            table.fromWire.put(same, each);
        }
        return table;
    }

    W toWire(R value) {
        W wire = toWire.get(value);
        if (wire == null) {
            throw new IllegalArgumentException("Expected a value of " + name + ", found " + value);
        }
        return wire;
    }

    /** @throws IllegalArgumentException for a value that this version does not know, or that was never set */
    R fromWire(W value) {
        R record = fromWire.get(value);
        if (record == null) {
            throw new IllegalArgumentException("Expected one of " + fromWire.keySet() + " as " + name + ", found "
                    + value + ". It was left out, or its writer is of a later version than this reader");
        }
        return record;
    }
}
