package io.tocsin.bench.compare;

import java.util.Locale;

/** A bound of a median. */
record Goal(Of of, boolean atLeast, double bound) {
    /** What of a figure is bounded. */
    enum Of {
        WALL,
        CPU,
        VALUE
    }

    static Goal wallAtLeast(double bound) {
        return new Goal(Of.WALL, true, bound);
    }

    static Goal cpuAtLeast(double bound) {
        return new Goal(Of.CPU, true, bound);
    }

    static Goal valueAtMost(double bound) {
        return new Goal(Of.VALUE, false, bound);
    }

    static Goal valueAtLeast(double bound) {
        return new Goal(Of.VALUE, true, bound);
    }

    static Goal wallAtMost(double bound) {
        return new Goal(Of.WALL, false, bound);
    }

    boolean met(double value) {
        return atLeast ? value >= bound : value <= bound;
    }

    @Override
    public String toString() {
        String what = of == Of.VALUE ? "" : of.name().toLowerCase(Locale.ROOT) + " ";
        return what
                + (atLeast ? ">= " : "<= ")
                + (bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound));
    }
}
