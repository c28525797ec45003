package io.tocsin.store;

import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.Severity;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records as the store keeps them: JSON, in which every name survives, whatever it holds. */
final class Records {
    private Records() {}

    static String write(OpenAlert a) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("keyColumns", a.keyColumns());
        o.put("severity", a.severity().word());
        o.put("summary", a.summary());
        o.put("alert", a.alert());
        o.put("host", a.host());
        o.put("service", a.service());
        o.put("startedAt", a.startedAt());
        o.put("sequence", a.sequence());
        o.put("count", a.count());
        o.put("quietSince", a.quietSince());
        o.put("nextRepeat", a.nextRepeat());
        o.put("sensorUntil", a.sensorUntil());
        o.put("hostUntil", a.hostUntil());
        o.put("noData", a.noData());
        o.put("values", a.values());
        return Json.object(o);
    }

    @SuppressWarnings("unchecked") // written by the method above
    static OpenAlert openAlert(String rule, String key, String json) {
        Map<String, @Nullable Object> o = Json.readObject(json);
        return new OpenAlert(
                rule,
                key,
                (List<String>) field(o, "keyColumns"),
                Severity.of((String) field(o, "severity")),
                (String) field(o, "summary"),
                (String) field(o, "alert"),
                (String) o.get("host"),
                (String) o.get("service"),
                (Long) field(o, "startedAt"),
                (Long) field(o, "sequence"),
                (Long) field(o, "count"),
                (Long) field(o, "quietSince"),
                (Long) field(o, "nextRepeat"),
                (Long) field(o, "sensorUntil"),
                (Long) field(o, "hostUntil"),
                (Boolean) field(o, "noData"),
                (Map<String, @Nullable Object>) field(o, "values"));
    }

    static String write(DerivedEvent e) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("channel", e.channel());
        o.put("rule", e.rule());
        o.put("producer", e.producer());
        o.put("number", e.number());
        o.put("host", e.host());
        o.put("service", e.service());
        o.put("metric", e.metric());
        o.put("time", e.time());
        o.put("longitude", e.longitude());
        o.put("latitude", e.latitude());
        o.put("context", e.context());
        return Json.object(o);
    }

    static DerivedEvent derivedEvent(String json) {
        Map<String, @Nullable Object> o = Json.readObject(json);
        return new DerivedEvent(
                (String) field(o, "channel"),
                (String) field(o, "rule"),
                (String) field(o, "producer"),
                (Long) field(o, "number"),
                (String) field(o, "host"),
                (String) field(o, "service"),
                (Double) field(o, "metric"),
                (Long) field(o, "time"),
                (Double) o.get("longitude"),
                (Double) o.get("latitude"),
                (String) o.get("context"));
    }

    static String write(Metric e) {
        return Json.array(Arrays.asList(
                e.host(),
                e.service(),
                e.metric(),
                e.time(),
                e.seen(),
                e.ttl(),
                e.longitude(),
                e.latitude(),
                e.context(),
                e.sequence()));
    }

    static Metric metric(String json) {
        Iterator<@Nullable Object> values = Json.readArray(json).iterator();
        return new Metric(
                (String) required(values),
                (String) required(values),
                (Double) required(values),
                (Long) required(values),
                (Long) required(values),
                (Double) required(values),
                (Double) values.next(),
                (Double) values.next(),
                (String) values.next(),
                (Long) required(values));
    }

    private static Object required(Iterator<@Nullable Object> values) {
        return Objects.requireNonNull(values.next(), "a value is missing");
    }

    static Object field(Map<String, @Nullable Object> o, String name) {
        return Objects.requireNonNull(o.get(name), name);
    }
}
