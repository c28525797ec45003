package io.tocsin.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as {@code 64 KiB}, {@code 1 MiB} or a bare number of bytes. */
public record Size(long bytes) implements Comparable<Size> {
    private static final Pattern FORM = Pattern.compile("([0-9]+)(?: ?([A-Za-z]+))?");
    private static final Map<String, Integer> SHIFT = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    /**
     * Reads a size.
     *
     * @throws IllegalArgumentException with a message that follows the value: "is not a size: ..."
     */
    public static Size parse(String text) {
        Matcher matcher = FORM.matcher(text);
        String unit = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "B";
        Integer shift = SHIFT.get(unit);
        if (shift == null || !matcher.matches()) {
            throw new IllegalArgumentException(
                    "is not a size: write a whole number of bytes, or one with KiB, MiB or GiB, such as 64 KiB");
        }
        try {
            return new Size(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("is too large a size", e);
        }
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }
}
