package io.tocsin.pipeline.evaluate.function;

import io.tocsin.model.UtcTime;
import org.jspecify.annotations.Nullable;

/** Times in ms since 1970 UTC. Hours, days and the like of {@code rules.time-zone} are methods of EPL. */
public final class Times {
    private Times() {}

    @SafeFunction(call = "iso(time)", gives = "the time as text, such as `2017-09-30T15:10:17.765Z`")
    public static @Nullable String iso(@Nullable Long time) {
        return time == null ? null : UtcTime.format(time);
    }
}
