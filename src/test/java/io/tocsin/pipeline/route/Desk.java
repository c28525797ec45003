package io.tocsin.pipeline.route;

import io.tocsin.model.Alert;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A router fed by hand. Times are ms; a sensor may be silent for 1000. */
final class Desk {
    static final double TTL = 1;

    final Router router;
    final List<Alert> alerts = new ArrayList<>();
    private long sequence;
    private int told;

    Desk(Rule... rules) {
        router = new Router(List.of(rules), alerts::add);
    }

    /** One event of a sensor and what the rules make of it. */
    void event(long time, String host, String service, Row... rows) {
        router.advance(time, sequence);
        sequence++;
        router.step(time, sequence, metric(time, host, service, sequence), Arrays.asList(rows));
    }

    void timer(long time, Row... rows) {
        router.advance(time, sequence);
        router.step(time, sequence, null, Arrays.asList(rows));
    }

    /** The clock stands here and no timer gave a row. */
    void clock(long time) {
        router.advance(time, sequence);
    }

    void replaceRules(long time, @Nullable Router scratch, Rule... rules) {
        router.replaceRules(List.of(rules), scratch, time, sequence);
    }

    static Metric metric(long time, String host, String service, long sequence) {
        return new Metric(host, service, 1, time, time, TTL, null, null, null, sequence);
    }

    /** What was told since the last call: {@code time state rule host count: summary}. */
    List<String> told() {
        List<String> lines = alerts.subList(told, alerts.size()).stream()
                .map(a -> a.time() + " " + a.state().word() + " " + a.rule() + " " + a.host() + " x" + a.count() + ": "
                        + a.summary())
                .toList();
        told = alerts.size();
        return lines;
    }

    Alert last() {
        return alerts.get(alerts.size() - 1);
    }
}
