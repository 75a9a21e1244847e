package dev.maitred.embedded.clickhouse.http;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a format begins. A result that comes in pieces has this beginning in each of them, so that all but the first must
 * lose it; a format that also ends in some way cannot come in pieces.
 */
enum RowHeader {
    NONE {
        @Override
        long size(MemorySegment piece) {
            return 0;
        }
    },
    LINE {
        @Override
        long size(MemorySegment piece) {
            return afterLines(piece, 1);
        }
    },
    TWO_LINES {
        @Override
        long size(MemorySegment piece) {
            return afterLines(piece, 2);
        }
    },
    BINARY_NAMES {
        @Override
        long size(MemorySegment piece) {
            return afterStrings(piece, 1);
        }
    },
    BINARY_NAMES_AND_TYPES {
        @Override
        long size(MemorySegment piece) {
            return afterStrings(piece, 2);
        }
    };

    private static final Map<String, RowHeader> PLAIN = Map.of(
            "native", NONE,
            "rowbinary", NONE,
            "jsonlines", NONE,
            "ndjson", NONE,
            "rowbinarywithnames", BINARY_NAMES,
            "rowbinarywithnamesandtypes", BINARY_NAMES_AND_TYPES);

    private static final String LINES = "(tsv|tsvraw|tabseparated|tabseparatedraw|csv|json(compact)?(strings)?eachrow)";

    /** The bytes of a piece before its first row. */
    abstract long size(MemorySegment piece);

    /** Empty for a format whose result cannot come in pieces. */
    static Optional<RowHeader> of(String format) {
        String name = format.toLowerCase(Locale.ROOT);
        if (PLAIN.containsKey(name)) {
            return Optional.of(PLAIN.get(name));
        }
        if (name.matches(LINES)) {
            return Optional.of(NONE);
        }
        if (name.matches(LINES + "withnames")) {
            return Optional.of(LINE);
        }
        return name.matches(LINES + "withnamesandtypes") ? Optional.of(TWO_LINES) : Optional.empty();
    }

    /** A line break within double quotes is part of a column's name. */
    private static long afterLines(MemorySegment piece, int lines) {
        boolean quoted = false;
        int ended = 0;
        for (long at = 0; at < piece.byteSize(); at++) {
            byte value = piece.get(ValueLayout.JAVA_BYTE, at);
            quoted ^= value == '"';
            if (value == '\n' && !quoted && ++ended == lines) {
                return at + 1;
            }
        }
        return piece.byteSize();
    }

    private static long afterStrings(MemorySegment piece, int perColumn) {
        long at = 0;
        long columns = varint(piece, at);
        at += varintSize(columns);
        for (long i = 0; i < columns * perColumn; i++) {
            long size = varint(piece, at);
            at += varintSize(size) + size;
        }
        return at;
    }

    private static long varint(MemorySegment piece, long from) {
        long value = 0;
        int shift = 0;
        for (long at = from; ; at++, shift += 7) {
            byte part = piece.get(ValueLayout.JAVA_BYTE, at);
            value |= (part & 0x7FL) << shift;
            if (part >= 0) {
                return value;
            }
        }
    }

    private static int varintSize(long value) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
    }
}
