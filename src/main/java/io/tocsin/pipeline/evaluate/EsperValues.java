package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventBean;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Esper's values in the few types that rows have: String, Long, Double, Boolean, List, Map and null. */
final class EsperValues {
    private EsperValues() {}

    static @Nullable Object plain(@Nullable Object value) {
        if (value == null
                || value instanceof String
                || value instanceof Long
                || value instanceof Double
                || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        if (value instanceof Float || value instanceof java.math.BigDecimal) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof EventBean event) {
            return event(event);
        }
        if (value instanceof io.tocsin.model.Metric metric) {
            return metric(metric);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, @Nullable Object> plain = new TreeMap<>();
            map.forEach((k, v) -> plain.put(String.valueOf(k), plain(v)));
            return plain;
        }
        if (value instanceof Collection<?> collection) {
            List<@Nullable Object> plain = new ArrayList<>();
            collection.forEach(v -> plain.add(plain(v)));
            return plain;
        }
        if (value.getClass().isArray()) {
            List<@Nullable Object> plain = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                plain.add(plain(Array.get(value, i)));
            }
            return plain;
        }
        return value.toString();
    }

    private static Map<String, @Nullable Object> event(EventBean event) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        for (String name : event.getEventType().getPropertyNames()) {
            plain.put(name, plain(event.get(name)));
        }
        return plain;
    }

    private static Map<String, @Nullable Object> metric(io.tocsin.model.Metric m) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        plain.put("host", m.host());
        plain.put("service", m.service());
        plain.put("metric", m.metric());
        plain.put("time", m.time());
        plain.put("seen", m.seen());
        plain.put("ttl", m.ttl());
        plain.put("longitude", m.longitude());
        plain.put("latitude", m.latitude());
        plain.put("context", m.context());
        plain.put("sequence", m.sequence());
        return plain;
    }
}
