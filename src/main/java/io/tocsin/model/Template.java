package io.tocsin.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A line of text with columns of a row in it: <code>{column}</code> stands for the column's value, <code>{{</code> for a
 * brace. Rendering depends on no locale and no default time zone. Immutable.
 */
public final class Template {
    private static final MathContext SIX_DIGITS = new MathContext(6);
    private static final BigDecimal LEAST_PLAIN = new BigDecimal("1e-5");
    private static final BigDecimal MOST_PLAIN = new BigDecimal("1e15");

    /** Text and column names in turn, text first; an odd index is a column. */
    private final List<String> parts;

    private final String source;

    private Template(String source, List<String> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Parses a template.
     *
     * @throws IllegalArgumentException if a brace is not closed or holds no name; the message says where
     */
    public static Template parse(String source) {
        List<String> parts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i);
            if (c != '{') {
                text.append(c);
                i++;
            } else if (source.startsWith("{{", i)) {
                text.append('{');
                i += 2;
            } else {
                int end = source.indexOf('}', i);
                if (end < 0) {
                    throw new IllegalArgumentException(
                            "'{' at character " + (i + 1) + " is not closed; write '{{' for a brace");
                }
                String name = source.substring(i + 1, end).strip();
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("'{}' at character " + (i + 1) + " names no column");
                }
                parts.add(text.toString());
                parts.add(name);
                text.setLength(0);
                i = end + 1;
            }
        }
        parts.add(text.toString());
        return new Template(source, parts);
    }

    /** The columns it names, in order, repeated where they are. */
    public List<String> columns() {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i < parts.size(); i += 2) {
            columns.add(parts.get(i));
        }
        return columns;
    }

    /** Fills in the columns; a column that {@code values} does not know is written as null is. */
    public String render(Function<String, @Nullable Object> values) {
        StringBuilder b = new StringBuilder(parts.get(0));
        for (int i = 1; i < parts.size(); i += 2) {
            String column = parts.get(i);
            b.append(text(column, values.apply(column))).append(parts.get(i + 1));
        }
        return b.toString();
    }

    private static String text(String column, @Nullable Object value) {
        if (value == null) {
            return "-";
        }
        if (value instanceof Double d) {
            return Double.isFinite(d) ? sixDigits(d) : "-";
        }
        if (value instanceof Long time && (column.equals("time") || column.endsWith("Time"))) {
            return UtcTime.format(time);
        }
        return value.toString();
    }

    private static String sixDigits(double value) {
        BigDecimal rounded = decimal(value).round(SIX_DIGITS).stripTrailingZeros();
        BigDecimal size = rounded.abs();
        boolean plain = size.signum() == 0 || (size.compareTo(LEAST_PLAIN) >= 0 && size.compareTo(MOST_PLAIN) < 0);
        return plain ? rounded.toPlainString() : rounded.toString();
    }

    /**
     * The value itself, with up to some 760 digits, or, where that rounds alike, the one that Java prints, which costs far
     * less. They are not further apart than 2.2e-16 of the value, so of at most 15 digits less than one last place, of 17 at
     * most 22; only where the middle between two results is that near may they round apart.
     */
    private static BigDecimal decimal(double value) {
        BigDecimal printed = BigDecimal.valueOf(value);
        int dropped = printed.precision() - SIX_DIGITS.getPrecision();
        if (Math.abs(value) < Double.MIN_NORMAL) { // less precise than that
            return new BigDecimal(value);
        }
        if (dropped <= 0) {
            return printed;
        }
        long unit = BigInteger.TEN.pow(dropped).longValueExact();
        long places = Math.abs(printed.unscaledValue().longValueExact());
        long fromMiddle = Math.abs(places % unit - unit / 2);
        return fromMiddle > (printed.precision() > 15 ? 22 : 0) ? printed : new BigDecimal(value);
    }

    @Override
    public String toString() {
        return source;
    }

    /** Two templates are equal when their sources are. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Template t && t.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
