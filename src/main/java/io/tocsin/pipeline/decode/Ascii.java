package io.tocsin.pipeline.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Looks at texts of ASCII in bytes, where it can at eight at a time: one in each byte of a long, the first of them in the lowest.
 * A byte is marked by its highest bit; only the lowest mark is sure to be one, since a borrow may set those above it. The
 * arithmetic is that of "Bit Twiddling Hacks" (Sean Eron Anderson), "determine if a word has a byte less than n".
 */
final class Ascii {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;

    private Ascii() {}

    /** Whether there is a byte at this place, and it is this one. */
    static boolean is(byte[] data, int at, char c) {
        return at >= 0 && at < data.length && data[at] == c;
    }

    static String string(byte[] ascii, int from, int to) {
        return new String(ascii, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The eight bytes from here on; they must be there. */
    static long eight(byte[] data, int at) {
        return (long) LONGS.get(data, at);
    }

    /** Marks bytes that are NUL or not ASCII. */
    static long odd(long eight) {
        return (eight | (eight - ONES)) & HIGHEST;
    }

    /** Marks bytes that a JSON string in plain ASCII cannot hold: quotes, backslashes, control characters, not ASCII. */
    static long unquoted(long eight) {
        return (zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES) | (eight - SPACES) | eight) & HIGHEST;
    }

    private static long zeros(long eight) {
        return (eight - ONES) & ~eight;
    }

    /** Only the first bytes, fewer than eight of them. */
    static long first(long eight, int bytes) {
        return eight & ((1L << (bytes * Byte.SIZE)) - 1);
    }

    /** The place of the first marked byte, from 0. */
    static int place(long marks) {
        return Long.numberOfTrailingZeros(marks) / Byte.SIZE;
    }
}
