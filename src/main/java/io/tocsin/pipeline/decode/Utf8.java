package io.tocsin.pipeline.decode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Decides whether bytes are strict UTF-8 that JSON may be made of; the parser behind it is lenient. Not thread-safe. */
final class Utf8 {
    /** Reports every fault by default: overlong forms, encoded surrogates, what is above U+10FFFF, truncation. */
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    private final CharBuffer scratch = CharBuffer.allocate(8192);

    /** Whether the bytes are strict UTF-8 without a byte order mark and without NUL, and so not UTF-16 or UTF-32. */
    boolean accepts(byte[] data) {
        int at = 0;
        while (at + Long.BYTES <= data.length) {
            if (Ascii.odd(Ascii.eight(data, at)) != 0) {
                return acceptsSlowly(data);
            }
            at += Long.BYTES;
        }
        while (at < data.length) {
            if (data[at] <= 0) {
                return acceptsSlowly(data);
            }
            at++;
        }
        return true;
    }

    private boolean acceptsSlowly(byte[] data) {
        for (byte b : data) {
            if (b == 0) {
                return false;
            }
        }
        return !startsWithByteOrderMark(data) && isWellFormed(data);
    }

    private static boolean startsWithByteOrderMark(byte[] data) {
        return data.length >= 3 && data[0] == (byte) 0xEF && data[1] == (byte) 0xBB && data[2] == (byte) 0xBF;
    }

    private boolean isWellFormed(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data);
        decoder.reset();
        while (true) {
            scratch.clear();
            var result = decoder.decode(in, scratch, true);
            if (result.isError()) {
                return false;
            }
            if (result.isUnderflow()) {
                return true;
            }
        }
    }
}
