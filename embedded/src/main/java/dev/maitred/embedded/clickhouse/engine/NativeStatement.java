package dev.maitred.embedded.clickhouse.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A statement laid out for C; the engine has copied it when the call that takes it returns. */
final class NativeStatement {
    private final MemorySegment text;
    private final MemorySegment format;
    private final MemorySegment names;
    private final MemorySegment nameSizes;
    private final MemorySegment values;
    private final MemorySegment valueSizes;
    private final long parameters;

    NativeStatement(Arena arena, Statement statement) {
        text = bytes(arena, statement.sql());
        format = bytes(arena, statement.format());
        Map<String, String> bound = statement.parameters();
        parameters = bound.size();
        names = arena.allocate(ADDRESS, Math.max(1, parameters));
        nameSizes = arena.allocate(JAVA_LONG, Math.max(1, parameters));
        values = arena.allocate(ADDRESS, Math.max(1, parameters));
        valueSizes = arena.allocate(JAVA_LONG, Math.max(1, parameters));
        long at = 0;
        for (Map.Entry<String, String> entry : bound.entrySet()) {
            put(bytes(arena, entry.getKey()), names, nameSizes, at);
            put(bytes(arena, entry.getValue()), values, valueSizes, at);
            at++;
        }
    }

    Object[] arguments(MemorySegment session) {
        return new Object[] {
            session, text, text.byteSize(), format, format.byteSize(), names, nameSizes, values, valueSizes, parameters
        };
    }

    private static void put(MemorySegment bytes, MemorySegment pointers, MemorySegment sizes, long at) {
        pointers.setAtIndex(ADDRESS, at, bytes);
        sizes.setAtIndex(JAVA_LONG, at, bytes.byteSize());
    }

    private static MemorySegment bytes(SegmentAllocator arena, String value) {
        return arena.allocateFrom(java.lang.foreign.ValueLayout.JAVA_BYTE, value.getBytes(StandardCharsets.UTF_8));
    }
}
