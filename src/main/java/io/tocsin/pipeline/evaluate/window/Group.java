package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.internal.epl.agg.core.AggregationRow;
import io.tocsin.model.Metric;
import org.jspecify.annotations.Nullable;

/** A group with its aggregations, and its place among those that are to be reported. It belongs to its {@link Groups}. */
final class Group extends Sensor {
    private static final int NONE = -1;

    private final Groups home;
    private final @Nullable Object key;
    private @Nullable AggregationRow aggregations;
    private int place = NONE;

    Group(Groups home, @Nullable Object key) {
        this.home = home;
        this.key = key;
    }

    boolean isOf(Groups groups) {
        return home == groups;
    }

    @Nullable
    Object key() {
        return key;
    }

    /** Whether what leaves it may be another event with the same values. */
    boolean takesLike() {
        return home.takesLike();
    }

    /** Whether the event is of the sensor whose event came first, which most often is the only one. */
    boolean isOfSensor(Metric event) {
        if (!isKnown()) {
            learn(event);
        }
        return has(event);
    }

    /** Null once all its events have gone. */
    @Nullable
    AggregationRow aggregations() {
        return aggregations;
    }

    void aggregations(@Nullable AggregationRow begun) {
        aggregations = begun;
    }

    /** Whether it is to be reported. */
    boolean isTouched() {
        return place != NONE;
    }

    int place() {
        return place;
    }

    void touched(int at) {
        place = at;
    }

    void reported() {
        place = NONE;
    }
}
