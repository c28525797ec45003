package io.tocsin.pipeline.evaluate.exact;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The same readings in both accumulators, in a list and in exact integers. */
final class Content {
    final ExactSum sum = new ExactSum();
    final ExactDeviation deviation = new ExactDeviation();
    final List<Double> inside = new ArrayList<>();
    BigInteger units = BigInteger.ZERO;
    BigInteger squares = BigInteger.ZERO;

    void enter(double x) {
        sum.enter(x);
        deviation.enter(x);
        inside.add(x);
        if (Double.isFinite(x)) {
            BigInteger u = Exactly.units(x);
            units = units.add(u);
            squares = squares.add(u.multiply(u));
        }
    }

    void leave(int index) {
        double x = inside.remove(index);
        sum.leave(x);
        deviation.leave(x);
        if (Double.isFinite(x)) {
            BigInteger u = Exactly.units(x);
            units = units.subtract(u);
            squares = squares.subtract(u.multiply(u));
        }
    }

    /** Lets a reading in, or one of those inside out. */
    void step(Kind readings, Random r, int size) {
        boolean few = inside.size() <= size / 2;
        if (few || (inside.size() < 2 * size && r.nextBoolean())) {
            enter(readings.next(r));
        } else {
            leave(r.nextBoolean() ? 0 : r.nextInt(inside.size()));
        }
    }

    /** Fresh accumulators that the content enters in this order. */
    static Content rebuilt(List<Double> order) {
        Content rebuilt = new Content();
        order.forEach(rebuilt::enter);
        return rebuilt;
    }

    /** The results, as text, which tells all doubles apart. */
    String results() {
        return sum.sum() + " " + sum.avg() + " " + deviation.stddev();
    }
}
