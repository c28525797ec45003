package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of the settings decides the meaning of events. */
record EvaluatorSettings(
        long tolerance,
        long stall,
        long leap,
        long maxLate,
        long horizon,
        double defaultTtl,
        boolean oneTtl,
        Map<String, Duration> ttlOfService,
        Map<String, Duration> ttlOfContext) {
    private static final double MILLIS_PER_SECOND = 1000;

    /** @param horizon how much engine time gives every window again, ms */
    static EvaluatorSettings of(Settings s, long horizon) {
        return new EvaluatorSettings(
                s.clock().tolerance().toMillis(),
                s.clock().stall().toMillis(),
                s.clock().leap().toMillis(),
                s.clock().maxLate() == null
                        ? Long.MAX_VALUE
                        : s.clock().maxLate().toMillis(),
                horizon,
                seconds(s.ttl().defaultTtl()),
                s.ttl().services().isEmpty() && s.ttl().contexts().isEmpty(),
                s.ttl().services(),
                s.ttl().contexts());
    }

    /** Seconds: by service, else by context, else the default. */
    double ttl(String service, @Nullable String context) {
        if (oneTtl) {
            return defaultTtl;
        }
        Duration ttl = ttlOfService.get(service);
        if (ttl == null && context != null) {
            ttl = ttlOfContext.get(context);
        }
        return ttl == null ? defaultTtl : seconds(ttl);
    }

    private static double seconds(Duration d) {
        return d.toMillis() / MILLIS_PER_SECOND;
    }
}
