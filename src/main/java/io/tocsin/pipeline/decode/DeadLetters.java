package io.tocsin.pipeline.decode;

import io.tocsin.model.DeadLetter;
import io.tocsin.model.Message;
import io.tocsin.model.SkipReason;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Writes dead letters: bounded, so that many can wait in memory and each fits into any server's payload. */
public final class DeadLetters {
    /** The most bytes that the content has in JSON; the whole letter stays below 64 KiB. */
    private static final int MOST = 60 * 1024;

    private DeadLetters() {}

    /** The letter for a message that was skipped. Its bytes are not kept. */
    public static DeadLetter of(Message message, SkipReason reason) {
        byte[] data = message.data();
        Excerpt excerpt = new Excerpt();
        if (excerpt.read(data)) {
            return letter(message, reason, excerpt.text.toString(), true, excerpt.cut);
        }
        int kept = Math.min(data.length, MOST / 4 * 3);
        String base64 = Base64.getEncoder().encodeToString(Arrays.copyOf(data, kept));
        return letter(message, reason, base64, false, kept < data.length);
    }

    private static DeadLetter letter(Message m, SkipReason reason, String content, boolean text, boolean cut) {
        return new DeadLetter(m.sequence(), m.timestamp(), reason, m.data().length, content, text, cut);
    }

    /** The start of a text, as much as fits. */
    private static final class Excerpt {
        private final StringBuilder text = new StringBuilder();
        private int bytes;
        private boolean cut;

        /** Whether all of this is strict UTF-8, also what does not fit. */
        boolean read(byte[] data) {
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            ByteBuffer in = ByteBuffer.wrap(data);
            CharBuffer part = CharBuffer.allocate(Math.min(4096, data.length + 1));
            while (true) {
                CoderResult result = decoder.decode(in, part, true);
                if (result.isError()) {
                    return false;
                }
                part.flip();
                part.codePoints().forEach(this::add);
                part.clear();
                if (result.isUnderflow()) {
                    return true;
                }
            }
        }

        private void add(int character) {
            bytes += cut ? 0 : inJson(character);
            cut |= bytes > MOST;
            if (!cut) {
                text.appendCodePoint(character);
            }
        }

        private static int inJson(int c) {
            if (c < ' ') {
                return "\b\t\n\f\r".indexOf(c) >= 0 ? 2 : 6;
            }
            if (c < 0x80) {
                return c == '"' || c == '\\' ? 2 : 1;
            }
            return c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        }
    }
}
