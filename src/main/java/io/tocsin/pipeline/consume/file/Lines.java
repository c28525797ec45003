package io.tocsin.pipeline.consume.file;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines, and lines to a greatest length. Not thread-safe. */
final class Lines {
    private static final int BLOCK = 64 * 1024;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long LOWEST_BITS = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long LINE_FEEDS = '\n' * LOWEST_BITS;

    private final InputStream in;
    private int longest;
    private final byte[] block = new byte[BLOCK];
    private int from;
    private int limit;

    /** The beginning of a line that goes on in the next block. */
    private byte[] begun = new byte[BLOCK];

    private int begunLength;

    Lines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /** From now on lines are cut to this length. */
    void cutTo(int length) {
        longest = length;
    }

    /** The next line without its line feed, cut to the greatest length; null at the end. */
    byte @Nullable [] next() throws IOException {
        begunLength = 0;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = end();
            boolean ended = end < limit;
            if (ended && begunLength == 0) {
                byte[] line = Arrays.copyOfRange(block, from, from + Math.min(end - from, longest));
                from = end + 1;
                return line;
            }
            keep(end - from);
            from = ended ? end + 1 : limit;
            if (ended) {
                break;
            }
        }
        return any ? Arrays.copyOf(begun, begunLength) : null;
    }

    /** Passes over one line; false at the end. */
    boolean skip() throws IOException {
        boolean any = false;
        while (fill()) {
            any = true;
            int end = end();
            boolean ended = end < limit;
            from = ended ? end + 1 : limit;
            if (ended) {
                break;
            }
        }
        return any;
    }

    /** Where the line that begins at {@code from} ends, or the end of the block. */
    private int end() {
        int at = from;
        while (at + Long.BYTES <= limit && !hasLineFeed((long) LONGS.get(block, at))) {
            at += Long.BYTES;
        }
        while (at < limit && block[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Whether one of eight bytes is a line feed: the one that then is 0 gets its highest bit from the subtraction. */
    private static boolean hasLineFeed(long eight) {
        long others = eight ^ LINE_FEEDS;
        return ((others - LOWEST_BITS) & ~others & HIGHEST_BITS) != 0;
    }

    private void keep(int length) {
        int kept = Math.min(length, longest - begunLength);
        if (begun.length - begunLength < kept) {
            long doubled = Math.max(begun.length * 2L, begunLength + (long) kept);
            begun = Arrays.copyOf(begun, (int) Math.min(longest, doubled));
        }
        System.arraycopy(block, from, begun, begunLength, kept);
        begunLength += kept;
    }

    private boolean fill() throws IOException {
        if (from == limit) {
            from = 0;
            limit = Math.max(0, in.read(block, 0, block.length));
        }
        return limit > 0;
    }
}
