package io.tocsin.config;

/** Text of the file as a problem shows it: on one line, of bounded length. */
final class Shown {
    private static final int MOST = 80;

    private Shown() {}

    static String value(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(MOST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format("\\u%04X", c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return text.codePointCount(0, text.length()) > MOST ? shown + "..." : shown.toString();
    }

    /** A key up to its first odd character: after a forgotten space the rest may be a secret's value. */
    static String key(String key) {
        int end = 0;
        while (end < key.length() && isOrdinary(key.charAt(end))) {
            end++;
        }
        return value(key.substring(0, end)) + (end < key.length() ? "..." : "");
    }

    private static boolean isOrdinary(char c) {
        return Character.isLetterOrDigit(c) || "-_.<".indexOf(c) >= 0;
    }
}
