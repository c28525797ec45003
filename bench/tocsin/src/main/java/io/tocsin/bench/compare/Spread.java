package io.tocsin.bench.compare;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** Several measurements of one thing. */
record Spread(double least, double median, double most) {

    static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        int n = sorted.length;
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Spread(sorted[0], median, sorted[n - 1]);
    }

    /** As a ratio. */
    String ratio() {
        return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, least, most);
    }
}
