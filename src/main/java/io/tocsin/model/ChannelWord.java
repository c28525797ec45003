package io.tocsin.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Any text as one word of a channel name, readable and different for different texts. ASCII letters, digits, {@code -} and
 * {@code _} stand for themselves; everything else is the bytes of its UTF-8, each as {@code %} and two hex digits in upper
 * case. Where that is longer than {@link #MAX_LENGTH}, the word keeps as much of its first 95 characters as are whole, and
 * ends with {@code ~} and 32 hex digits of SHA-256 over all of it.
 */
public final class ChannelWord {
    /** The most characters a word has. */
    public static final int MAX_LENGTH = 128;

    /** The characters that words are made of, as a regular expression. */
    public static final String FORM = "[A-Za-z0-9_%~-]+";

    private static final int HEAD = 95;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private ChannelWord() {}

    /** The word for a text that is not empty. */
    public static String of(String text) {
        StringBuilder word = new StringBuilder();
        int head = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            append(word, c);
            if (word.length() <= HEAD) {
                head = word.length();
            }
        }
        return word.length() <= MAX_LENGTH
                ? word.toString()
                : word.substring(0, head) + "~" + Fingerprint.of(word.toString());
    }

    private static void append(StringBuilder word, int c) {
        if (PLAIN.indexOf(c) >= 0) {
            word.append((char) c);
        } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
            // Half a character has no UTF-8.
            word.append("%u").append(HEX.toHexDigits((char) c));
        } else {
            for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                word.append('%').append(HEX.toHexDigits(b));
            }
        }
    }
}
