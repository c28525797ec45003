package io.tocsin.pipeline.send;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Severity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Alerts for tests. */
public final class Alerts {
    public static final String ALERT = "00112233445566778899aabbccddeeff";

    private Alerts() {}

    /** The alert of the design, with this id. */
    public static Alert firing(String id) {
        return of(id, "oil-high-pressure", "594d186e51b3bc4eb0abafd9", "Pressure", "Pressure 93.1 bar on 594d");
    }

    public static Alert of(String id, String rule, @Nullable String host, @Nullable String service, String summary) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("host", host);
        values.put("service", service);
        values.put("metric", 93.1);
        values.put("time", 1506784217765L);
        return new Alert(
                id,
                ALERT,
                rule,
                AlertState.FIRING,
                Severity.CRITICAL,
                host,
                service,
                1506784217765L,
                1506784200000L,
                3,
                4711,
                summary,
                values);
    }

    public static Alert with(Alert a, AlertState state, Severity severity) {
        return new Alert(
                a.id(),
                a.alert(),
                a.rule(),
                state,
                severity,
                a.host(),
                a.service(),
                a.time(),
                a.startedAt(),
                a.count(),
                a.sequence(),
                a.summary(),
                a.values());
    }
}
