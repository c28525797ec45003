package io.tocsin.app.ruletest;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The values of a sensor on one line: {@code 80} a value, {@code _} none, {@code 85x3} three times the same, {@code _x3}
 * three times none, {@code 80+2x4} four values in steps of 2, and {@code 80-2x4} downwards.
 */
final class SeriesNotation {
    private static final int MOST = 1_000_000;
    private static final String NUMBER = "[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?";
    private static final Pattern TOKEN =
            Pattern.compile("(?:_|(-?" + NUMBER + ")(?:([-+])(" + NUMBER + ")(?=x))?)(?:x([0-9]{1,7}))?");

    private SeriesNotation() {}

    /**
     * The values in order, null for none.
     *
     * @throws IllegalArgumentException naming what makes no sense
     */
    static List<@Nullable Double> values(String text) {
        List<@Nullable Double> values = new ArrayList<>();
        for (String token : text.strip().split("\\s+", -1)) {
            Matcher matcher = TOKEN.matcher(token);
            if (!matcher.matches()) {
                throw new IllegalArgumentException("'" + token
                        + "' is no value: write a number, 85x3 for three times the same, 80+2x4 for four values in steps of"
                        + " 2, _ for none");
            }
            int times = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
            if (times == 0 || values.size() + times > MOST) {
                throw new IllegalArgumentException("'" + token + "' gives "
                        + (times == 0 ? "nothing" : "more than " + MOST + " values with those before it"));
            }
            add(values, matcher, times);
        }
        return values;
    }

    private static void add(List<@Nullable Double> values, Matcher token, int times) {
        if (token.group(1) == null) {
            for (int i = 0; i < times; i++) {
                values.add(null);
            }
            return;
        }
        // Decimal, so that ten steps of 0.1 make 1.
        BigDecimal value = new BigDecimal(token.group(1));
        BigDecimal step = token.group(3) == null ? BigDecimal.ZERO : new BigDecimal(token.group(3));
        for (int i = 0; i < times; i++) {
            values.add(finite(value, token.group()));
            value = "-".equals(token.group(2)) ? value.subtract(step) : value.add(step);
        }
    }

    private static double finite(BigDecimal value, String token) {
        double number = value.doubleValue();
        if (Double.isInfinite(number)) {
            throw new IllegalArgumentException("'" + token + "' is too large a number");
        }
        return number;
    }
}
