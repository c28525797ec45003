package io.tocsin.pipeline.evaluate;

/**
 * A limit that a filter sets to a value. The limit itself counts as wanted, so that it need not be told whether it is.
 *
 * @param at the limit, or anything for {@link Side#NONE}
 */
record ValueLimit(Side side, double at) {
    /** Every value may pass. */
    static final ValueLimit NONE = new ValueLimit(Side.NONE, 0);

    /** Where those lie that may pass. */
    enum Side {
        ABOVE,
        BELOW,
        NONE
    }
}
