package io.tocsin.pipeline.consume.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts a stream into lines, and lines to a greatest length. Not thread-safe. */
final class Lines {
    private static final int BLOCK = 64 * 1024;

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
        while (at < limit && block[at] != '\n') {
            at++;
        }
        return at;
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
