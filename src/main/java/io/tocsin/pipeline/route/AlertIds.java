package io.tocsin.pipeline.route;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Fingerprint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names alerts and their changes so that every replay gives the same names; nothing computed by rules goes into them. */
final class AlertIds {
    private final Map<String, Integer> ordinals = new HashMap<>();
    private long time = Long.MIN_VALUE;
    private long sequence = Long.MIN_VALUE;

    String alertId(String rule, String key, long firedAt, long firedBy) {
        return Fingerprint.of(rule, key, Long.toString(firedAt), Long.toString(firedBy));
    }

    Alert alert(
            OpenState state, AlertState what, long at, long by, String summary, Map<String, @Nullable Object> values) {
        if (at != time || by != sequence) {
            ordinals.clear();
            time = at;
            sequence = by;
        }
        int ordinal = ordinals.merge(state.alert() + what, 1, Integer::sum) - 1;
        String id = Fingerprint.of(
                state.alert(), what.word(), Long.toString(at), Long.toString(by), Integer.toString(ordinal));
        return new Alert(
                id,
                state.alert(),
                state.rule(),
                what,
                state.severity(),
                state.host(),
                state.service(),
                at,
                state.startedAt(),
                state.count,
                by,
                summary,
                values);
    }
}
