package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import org.jspecify.annotations.Nullable;

/**
 * A sensor, or all of a host, as a person names it.
 *
 * @param text a host, or host and service with a slash between; either may hold slashes itself
 */
public record SensorName(String text) {

    /** Whether an event is of it. */
    public boolean isOf(Metric event) {
        return is(event.host(), event.service());
    }

    /** The part of a step that has to do with it, or null where nothing has; what its own event led to is kept whole. */
    public @Nullable ReplayStep of(ReplayStep step) {
        Metric event = step.event();
        if (event != null && isOf(event)) {
            return step;
        }
        ReplayStep part = new ReplayStep(
                step.sequence(),
                step.clock(),
                event,
                step.skipped(),
                step.rows().stream().filter(this::isOf).toList(),
                step.alerts().stream().filter(this::isOf).toList());
        return part.rows().isEmpty() && part.alerts().isEmpty() ? null : part;
    }

    private boolean isOf(Row row) {
        return is(row.text("host"), row.text("service"));
    }

    private boolean isOf(Alert alert) {
        return is(alert.host(), alert.service());
    }

    /** Where no service is given, it is of each sensor of the host. */
    private boolean is(@Nullable String host, @Nullable String service) {
        return host != null
                && (text.equals(host)
                        || (service == null ? text.startsWith(host + "/") : text.equals(host + "/" + service)));
    }
}
