package io.tocsin.pipeline.decode;

import org.jspecify.annotations.Nullable;

/** Gives equal short texts the same String, without allocating for one it still holds. Bounded. Not thread-safe. */
final class Names {
    private static final int SLOTS = 1 << 14;
    private static final int LONGEST = 64;

    private final @Nullable String[] slots = new @Nullable String[SLOTS];

    String intern(char[] text, int from, int length) {
        if (length > LONGEST) {
            return new String(text, from, length);
        }
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        String held = slots[slot];
        if (held != null && equal(held, text, from, length)) {
            return held;
        }
        String fresh = new String(text, from, length);
        slots[slot] = fresh;
        return fresh;
    }

    private static boolean equal(String held, char[] text, int from, int length) {
        if (held.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (held.charAt(i) != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
