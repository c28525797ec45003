package io.tocsin.pipeline.decode;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal short texts the same String, without allocating for one it still holds. Worth it for texts of few values: where
 * there are many, as of ids, the lookups miss the processor's caches and cost more than a new String. Bounded. Not
 * thread-safe.
 */
final class Names {
    private static final int SLOTS = 1 << 10;
    private static final int LONGEST = 64;

    /** Ids differ at their ends, so only the last characters choose the slot. */
    private static final int HASHED = 8;

    private final @Nullable Name[] slots = new @Nullable Name[SLOTS];

    /** A String with its characters: comparing two arrays is much faster than an array with a String. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Name(String string, char[] text) {}

    String intern(char[] text, int from, int length) {
        if (length > LONGEST) {
            return new String(text, from, length);
        }
        int to = from + length;
        int slot = slot(text, from, to);
        Name held = slots[slot];
        if (held != null && Arrays.equals(held.text, 0, held.text.length, text, from, to)) {
            return held.string;
        }
        String fresh = new String(text, from, length);
        slots[slot] = new Name(fresh, Arrays.copyOfRange(text, from, to));
        return fresh;
    }

    private static int slot(char[] text, int from, int to) {
        int hash = to - from;
        for (int i = Math.max(from, to - HASHED); i < to; i++) {
            hash = 31 * hash + text[i];
        }
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
