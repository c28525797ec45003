package io.tocsin.bench;

import java.math.BigDecimal;
import java.math.MathContext;

/** One alert as a line that is equal in every engine. */
public final class AlertText {
    /** Built-in averages of other engines differ from exact ones in the last digits. */
    private static final MathContext DIGITS = new MathContext(9);

    private AlertText() {}

    /**
     * The line.
     *
     * @param time of the value, of the full minute, or of a silent sensor's last value; epoch ms
     * @param value the value or average; 0 for silence
     */
    public static String of(String rule, String host, String service, long time, double value) {
        String digits = new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
        return rule + " " + host + " " + service + " " + time + " " + digits;
    }
}
