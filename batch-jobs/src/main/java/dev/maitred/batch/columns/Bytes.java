package dev.maitred.batch.columns;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, little-endian, as ClickHouse's Native format has them. */
final class Bytes {

    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle SHORT = view(short[].class);

    private byte[] bytes = new byte[1 << 12];
    private int size;

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    /** @param width 1, 2, 4 or 8 bytes; higher bits are cut off */
    void integer(long value, int width) {
        room(width);
        switch (width) {
            case 1 -> bytes[size] = (byte) value;
            case 2 -> SHORT.set(bytes, size, (short) value);
            case 4 -> INT.set(bytes, size, (int) value);
            case 8 -> LONG.set(bytes, size, value);
            default -> throw new IllegalArgumentException("Expected a width of 1, 2, 4 or 8 bytes, found " + width);
        }
        size += width;
    }

    void varint(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        varint(encoded.length);
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    /** So many zero bytes: ClickHouse's defaults are zeros in every type. */
    void zeros(int count) {
        room(count);
        Arrays.fill(bytes, size, size + count, (byte) 0);
        size += count;
    }

    void ones(int count) {
        room(count);
        Arrays.fill(bytes, size, size + count, (byte) 1);
        size += count;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), Math.multiplyExact(bytes.length, 2)));
        }
    }
}
