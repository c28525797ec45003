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

    /** Of the last row's rule: most rows are of the same rule as the one before. */
    private Columns columns = Columns.of(List.of());

    private List<String> named = List.of();

    /** Where a rule selects what an event has, -1 for what it does not. */
    private record Columns(int host, int service, int metric, int time, int longitude, int latitude, int context) {
        static Columns of(List<String> names) {
            return new Columns(
                    names.indexOf("host"),
                    names.indexOf("service"),
                    names.indexOf("metric"),
                    names.indexOf("time"),
                    names.indexOf("longitude"),
                    names.indexOf("latitude"),
                    names.indexOf("context"));
        }
    }

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
        Columns at = columns(row.rule().columns());
        if (value(row, at.host()) instanceof String host
                && value(row, at.service()) instanceof String service
                && value(row, at.metric()) instanceof Number metric
                && Double.isFinite(metric.doubleValue())
                && value(row, at.time()) instanceof Long time) {
            return new DerivedEvent(
                    channel,
                    row.rule().name(),
                    producer,
                    number + 1,
                    host,
                    service,
                    metric.doubleValue(),
                    time,
                    value(row, at.longitude()) instanceof Double longitude ? longitude : null,
                    value(row, at.latitude()) instanceof Double latitude ? latitude : null,
                    value(row, at.context()) instanceof String context ? context : null);
        }
        return null;
    }

    @SuppressWarnings("ReferenceEquality") // a rule has one list of columns; of another one they are looked up
    private Columns columns(List<String> names) {
        if (names != named) {
            columns = Columns.of(names);
            named = names;
        }
        return columns;
    }

    private static @Nullable Object value(Row row, int column) {
        return column < 0 ? null : row.values().get(column);
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
