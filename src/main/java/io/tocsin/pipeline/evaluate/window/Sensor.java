package io.tocsin.pipeline.evaluate.window;

import io.tocsin.model.Metric;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a sensor have in common: all but value, times and sequence. Who keeps it has these fields itself, as it is
 * looked at with each event and every object more is fetched from memory.
 */
abstract class Sensor {
    private @Nullable String host;
    private @Nullable String service;
    private @Nullable Double longitude;
    private @Nullable Double latitude;
    private @Nullable String context;
    private double ttl;

    final boolean isKnown() {
        return host != null;
    }

    /** Takes it from one of its events. */
    final void learn(Metric event) {
        host = event.host();
        service = event.service();
        longitude = event.longitude();
        latitude = event.latitude();
        context = event.context();
        ttl = event.ttl();
    }

    final boolean has(Metric event) {
        return event.host().equals(host)
                && event.service().equals(service)
                && Double.compare(event.ttl(), ttl) == 0
                && Objects.equals(event.longitude(), longitude)
                && Objects.equals(event.latitude(), latitude)
                && Objects.equals(event.context(), context);
    }

    /** One of its events; it is known. */
    final Metric event(double value, long time, long seen, long sequence) {
        return new Metric(
                Objects.requireNonNull(host),
                Objects.requireNonNull(service),
                value,
                time,
                seen,
                ttl,
                longitude,
                latitude,
                context,
                sequence);
    }
}
