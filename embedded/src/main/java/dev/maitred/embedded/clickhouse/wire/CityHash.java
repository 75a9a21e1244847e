package dev.maitred.embedded.clickhouse.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * CityHash128 as of version 1.0.2, the checksum in front of every compressed frame. Later versions of CityHash compute
 * other values, so that no general library can stand in.
 */
final class CityHash {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;
    private static final long K3 = 0xc949d7c7509e6557L;
    private static final long MULTIPLIER = 0x9ddfea08eb382d69L;

    private final byte[] bytes;
    private long v0;
    private long v1;
    private long w0;
    private long w1;

    private CityHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The two halves of a hash, in the order in which a frame carries them, each little-endian. */
    record Hash128(long first, long second) {}

    /** Hashes {@code length} bytes from {@code offset} on. */
    static Hash128 hash128(byte[] bytes, int offset, int length) {
        CityHash hash = new CityHash(bytes);
        if (length >= 16) {
            return hash.seeded(offset + 16, length - 16, hash.word(offset) ^ K3, hash.word(offset + 8));
        }
        if (length >= 8) {
            return hash.seeded(offset, 0, hash.word(offset) ^ (length * K0), hash.word(offset + length - 8) ^ K1);
        }
        return hash.seeded(offset, length, K0, K1);
    }

    private Hash128 seeded(int start, int length, long seed0, long seed1) {
        if (length < 128) {
            return murmur(start, length, seed0, seed1);
        }
        long x = seed0;
        long y = seed1;
        long z = length * K1;
        v0 = rotate(y ^ K1, 49) * K1 + word(start);
        v1 = rotate(v0, 42) * K1 + word(start + 8);
        w0 = rotate(y + z, 35) * K1 + x;
        w1 = rotate(x + word(start + 88), 53) * K1;

        int at = start;
        int end = start + length;
        int left = length;
        for (; left >= 128; left -= 128) {
            for (int half = 0; half < 2; half++, at += 64) {
                x = rotate(x + y + v0 + word(at + 16), 37) * K1 ^ w1;
                y = rotate(y + v1 + word(at + 48), 42) * K1 ^ v0;
                long swapped = rotate(z ^ w0, 33);
                mixV(at, v1 * K1, x + w0);
                mixW(at + 32, swapped + w1, y);
                z = x;
                x = swapped;
            }
        }
        y += rotate(w0, 37) * K0 + z;
        x += rotate(v0 + z, 49) * K0;
        // What is left is read in blocks of 32 bytes from the end backwards, reaching into what was hashed before.
        for (int done = 32; done < left + 32; done += 32) {
            y = rotate(y - x, 42) * K0 + v1;
            w0 += word(end - done + 16);
            x = rotate(x, 49) * K0 + w0;
            w0 += v0;
            mixV(end - done, v0, v1);
        }
        x = fold(x, v0);
        y = fold(y, w0);
        return new Hash128(fold(x + v1, w1) + y, fold(x + w1, y + v1));
    }

    private Hash128 murmur(int start, int length, long seed0, long seed1) {
        long a = seed0;
        long b = seed1;
        long c;
        long d;
        if (length <= 16) {
            a = shiftMix(a * K1) * K1;
            c = b * K1 + shortHash(start, length);
            d = shiftMix(a + (length >= 8 ? word(start) : c));
        } else {
            c = fold(word(start + length - 8) + K1, a);
            d = fold(b + length, c + word(start + length - 16));
            a += d;
            int at = start;
            for (int left = length - 16; left > 0; left -= 16, at += 16) {
                a = (a ^ shiftMix(word(at) * K1) * K1) * K1;
                b ^= a;
                c = (c ^ shiftMix(word(at + 8) * K1) * K1) * K1;
                d ^= c;
            }
        }
        a = fold(a, c);
        b = fold(d, b);
        return new Hash128(a ^ b, fold(b, a));
    }

    private long shortHash(int start, int length) {
        if (length > 8) {
            long first = word(start);
            long last = word(start + length - 8);
            return fold(first, rotate(last + length, length)) ^ last;
        }
        if (length >= 4) {
            return fold(length + (halfWord(start) << 3), halfWord(start + length - 4));
        }
        if (length > 0) {
            int y = unsigned(start) + (unsigned(start + length / 2) << 8);
            int z = length + (unsigned(start + length - 1) << 2);
            return shiftMix(y * K2 ^ z * K3) * K2;
        }
        return K2;
    }

    private void mixV(int at, long seedA, long seedB) {
        long a = seedA + word(at);
        long b = rotate(seedB + a + word(at + 24), 21);
        long sum = a + word(at + 8) + word(at + 16);
        v1 = b + rotate(sum, 44) + a;
        v0 = sum + word(at + 24);
    }

    private void mixW(int at, long seedA, long seedB) {
        long a = seedA + word(at);
        long b = rotate(seedB + a + word(at + 24), 21);
        long sum = a + word(at + 8) + word(at + 16);
        w1 = b + rotate(sum, 44) + a;
        w0 = sum + word(at + 24);
    }

    private static long fold(long u, long v) {
        long a = (u ^ v) * MULTIPLIER;
        a ^= a >>> 47;
        long b = (v ^ a) * MULTIPLIER;
        b ^= b >>> 47;
        return b * MULTIPLIER;
    }

    private static long shiftMix(long value) {
        return value ^ value >>> 47;
    }

    private static long rotate(long value, int right) {
        return Long.rotateRight(value, right);
    }

    private long word(int at) {
        return (long) LONG.get(bytes, at);
    }

    private long halfWord(int at) {
        return (int) INT.get(bytes, at) & 0xFFFF_FFFFL;
    }

    private int unsigned(int at) {
        return bytes[at] & 0xFF;
    }
}
