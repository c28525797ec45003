package io.tocsin.model;

import java.util.Locale;

/** Text from sensors and rules, made safe for people's eyes: terminals, mails, subjects and logs. */
public final class SafeText {
    private static final char ELLIPSIS = '\u2026';

    private SafeText() {}

    /**
     * One visible line. Whatever could break the line, steer a terminal or reorder the text (control and format
     * characters, line separators, bidirectional marks, lone surrogates, private and unassigned code points) appears as
     * <code>&#92;u{1B}</code>. A backslash stays as it is, so this is for reading and not for decoding.
     *
     * @param max the greatest length of the result in UTF-16 units, at least 1; what is longer ends with an ellipsis
     */
    public static String line(String text, int max) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), max));
        int fits = 0; // how much of the line leaves room for an ellipsis
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (isPrintable(c)) {
                line.appendCodePoint(c);
            } else {
                line.append("\\u{")
                        .append(Integer.toHexString(c).toUpperCase(Locale.ROOT))
                        .append('}');
            }
            if (line.length() > max) {
                line.setLength(fits);
                return line.append(ELLIPSIS).toString();
            }
            if (line.length() < max) {
                fits = line.length();
            }
        }
        return line.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
