package io.tocsin.pipeline.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Gives equal short texts the same String, without allocating for one it still holds. Worth it for texts of few values: where
 * there are many, as of ids, the lookups miss the processor's caches and cost more than a new String. Bounded. Not
 * thread-safe.
 */
final class Names {
    private static final int SLOT_BITS = 10;
    private static final int LONGEST = 64;

    /** An odd number near 2 to the 64th by the golden ratio, which spreads what it multiplies (Knuth, TAOCP 6.4). */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final @Nullable Name[] slots = new @Nullable Name[1 << SLOT_BITS];

    /** A String with its bytes; the first eight of them and the last, which are all there are of most, are compared as longs. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Name(String string, byte[] text, long head, long tail) {
        boolean is(byte[] ascii, int from, int to, long first, long last) {
            return head == first
                    && tail == last
                    && text.length == to - from
                    && (to - from <= 2 * Long.BYTES || Arrays.equals(text, 0, text.length, ascii, from, to));
        }
    }

    /** @param known held from the start; equal texts are these very Strings unless others have taken their place */
    Names(String... known) {
        for (String name : known) {
            byte[] text = name.getBytes(StandardCharsets.US_ASCII);
            long head = head(text, 0, text.length);
            long tail = tail(text, 0, text.length);
            slots[slot(head, tail)] = new Name(name, text, head, tail);
        }
    }

    /** The String of these bytes, which must be ASCII. */
    String intern(byte[] ascii, int from, int to) {
        if (to - from > LONGEST) {
            return Ascii.string(ascii, from, to);
        }
        long head = head(ascii, from, to);
        long tail = tail(ascii, from, to);
        int slot = slot(head, tail);
        Name held = slots[slot];
        if (held != null && held.is(ascii, from, to, head, tail)) {
            return held.string;
        }
        String fresh = Ascii.string(ascii, from, to);
        slots[slot] = new Name(fresh, Arrays.copyOfRange(ascii, from, to), head, tail);
        return fresh;
    }

    /** The first eight bytes, or as many as there are. */
    private static long head(byte[] ascii, int from, int to) {
        if (to - from >= Long.BYTES) {
            return Ascii.eight(ascii, from);
        }
        if (from + Long.BYTES <= ascii.length) {
            return Ascii.first(Ascii.eight(ascii, from), to - from);
        }
        long head = 0;
        for (int i = to - 1; i >= from; i--) {
            head = (head << Byte.SIZE) | ascii[i];
        }
        return head;
    }

    /** The last eight of more than eight bytes. */
    private static long tail(byte[] ascii, int from, int to) {
        return to - from > Long.BYTES ? Ascii.eight(ascii, to - Long.BYTES) : 0;
    }

    private static int slot(long head, long tail) {
        return (int) ((((head * SPREAD) ^ tail) * SPREAD) >>> (Long.SIZE - SLOT_BITS));
    }
}
