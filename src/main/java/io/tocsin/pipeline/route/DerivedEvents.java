package io.tocsin.pipeline.route;

import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns rows of {@code @Publish} rules into derived events and numbers them. Owned by one thread at a time. */
public final class DerivedEvents {
    private final String producer;
    private long number;
    private long skipped;

    /**
     * Goes on counting where the store left off.
     *
     * @param producer this installation's own name
     * @param number the number of the last derived event so far, 0 before the first
     */
    public DerivedEvents(String producer, long number) {
        this.producer = producer;
        this.number = number;
    }

    /** The events of these rows; a row without host, service, time or a finite metric gives none and is counted. */
    public List<DerivedEvent> of(List<Row> rows) {
        List<DerivedEvent> events = new ArrayList<>();
        for (Row row : rows) {
            String channel = row.rule().publish();
            if (channel == null) {
                continue;
            }
            DerivedEvent event = event(row, channel);
            if (event == null) {
                skipped++;
            } else {
                number = event.number();
                events.add(event);
            }
        }
        return events;
    }

    private @Nullable DerivedEvent event(Row row, String channel) {
        if (row.value("host") instanceof String host
                && row.value("service") instanceof String service
                && row.value("metric") instanceof Number metric
                && Double.isFinite(metric.doubleValue())
                && row.value("time") instanceof Long time) {
            return new DerivedEvent(
                    channel,
                    row.rule().name(),
                    producer,
                    number + 1,
                    host,
                    service,
                    metric.doubleValue(),
                    time,
                    row.value("longitude") instanceof Double longitude ? longitude : null,
                    row.value("latitude") instanceof Double latitude ? latitude : null,
                    row.value("context") instanceof String context ? context : null);
        }
        return null;
    }

    /** The number of the last derived event. */
    public long number() {
        return number;
    }

    /** Rows that gave no derived event. */
    public long skipped() {
        return skipped;
    }
}
