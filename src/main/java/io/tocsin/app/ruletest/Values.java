package io.tocsin.app.ruletest;

import org.jspecify.annotations.Nullable;

/** Compares what a test says with what came. */
final class Values {
    private Values() {}

    /** 91 and 91.0 are the same number; everything else must be equal. */
    static boolean equal(Object written, @Nullable Object came) {
        if (written instanceof Number a && came instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        return written.equals(came);
    }
}
