package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.internal.epl.agg.core.AggregationRow;
import io.tocsin.model.Metric;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A group with its aggregations, and its place among those that are to be reported. It belongs to its {@link Groups}. */
final class Group {
    private static final int NONE = -1;

    private final Groups home;
    private final Object key;
    private @Nullable AggregationRow aggregations;
    private @Nullable Metric sensor;
    private int place = NONE;

    Group(Groups home, Object key) {
        this.home = home;
        this.key = key;
    }

    boolean isOf(Groups groups) {
        return home == groups;
    }

    Object key() {
        return key;
    }

    /** Whether what leaves it may be another event with the same values. */
    boolean takesLike() {
        return home.takeLike();
    }

    /**
     * An event that has all in common with this one by which a sensor's events are alike: all but value, times and sequence. The
     * same for each of them, where no other sensor's comes between.
     */
    Metric sensor(Metric event) {
        Metric known = sensor;
        if (known == null || !isAlike(known, event)) {
            sensor = event;
            return event;
        }
        return known;
    }

    private static boolean isAlike(Metric one, Metric other) {
        return one.host().equals(other.host())
                && one.service().equals(other.service())
                && Double.compare(one.ttl(), other.ttl()) == 0
                && Objects.equals(one.longitude(), other.longitude())
                && Objects.equals(one.latitude(), other.latitude())
                && Objects.equals(one.context(), other.context());
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
