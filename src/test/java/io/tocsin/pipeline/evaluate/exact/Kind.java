package io.tocsin.pipeline.evaluate.exact;

import java.util.Random;

/** Seeded readings of every kind that sensors and their faults give. */
enum Kind {
    USUAL {
        @Override
        double next(Random r) {
            return 20 + 5 * r.nextGaussian();
        }
    },
    WITH_GLITCHES {
        @Override
        double next(Random r) {
            return r.nextInt(40) == 0 ? GLITCHES[r.nextInt(GLITCHES.length)] : USUAL.next(r);
        }
    },
    ANY_BITS {
        @Override
        double next(Random r) {
            double x;
            do {
                x = Double.longBitsToDouble(r.nextLong());
            } while (!Double.isFinite(x));
            return x;
        }
    },
    MANY_DECADES {
        @Override
        double next(Random r) {
            return r.nextGaussian() * Math.pow(10, r.nextInt(24) - 12);
        }
    },
    SUBNORMAL {
        @Override
        double next(Random r) {
            return Double.longBitsToDouble(r.nextLong() & 0x800F_FFFF_FFFF_FFFFL);
        }
    },
    GREATEST {
        @Override
        double next(Random r) {
            return (r.nextBoolean() ? 1 : -1) * Double.MAX_VALUE * (r.nextBoolean() ? 1 : r.nextDouble());
        }
    },
    SMALL_INTEGERS {
        @Override
        double next(Random r) {
            return r.nextInt(5) - 2;
        }
    },
    GREAT_MEAN_SMALL_DEVIATION {
        @Override
        double next(Random r) {
            return 1e9 + r.nextInt(1000) * 0.001;
        }
    },
    DISTANT_UNITS {
        @Override
        double next(Random r) {
            return Math.scalb(1 + r.nextDouble(), r.nextInt(3) * 90 - 100);
        }
    };

    private static final double[] GLITCHES = {
        1e308, -1e308, 3.4e38, -3.4e38, 1e18, 4.9e-324, 1e-310, Double.MAX_VALUE, 0.0, -0.0
    };

    abstract double next(Random r);
}
