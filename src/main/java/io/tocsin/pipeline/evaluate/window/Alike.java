package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.internal.epl.output.core.OutputProcessView;
import com.espertech.esper.common.internal.view.core.View;
import com.espertech.esper.common.internal.view.filter.FilterExprView;

/**
 * Whether one event may stand for another like it. As objects the events in windows are most of what the collector has to copy, so
 * that where nobody can tell they are taken apart: what the events of a {@link Sensor} have in common is kept once, and an event is
 * made anew as it leaves.
 */
final class Alike {
    private Alike() {}

    /**
     * Whether what stands behind a window is its statement itself, by way of {@code where} at most, which looks at what is in
     * an event. Joins, subselects, named windows and {@code prior} know events by their identity.
     */
    static boolean isStatement(View behind) {
        View at = behind;
        while (at instanceof FilterExprView where) {
            at = where.getChild();
        }
        return at instanceof OutputProcessView;
    }
}
