package io.tocsin.pipeline.route;

import io.tocsin.model.AlertSpec;
import io.tocsin.model.Metric;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.Row;
import io.tocsin.model.Severity;
import io.tocsin.model.Template;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An open alert while the router works on it; {@link OpenAlert} says what the fields mean. */
final class OpenState {
    private static final double MILLIS_PER_SECOND = 1000;

    private final String rule;
    private final String key;
    private final List<String> keyColumns;
    private Severity severity;
    private Template template;
    private final String alert;
    private final @Nullable String host;
    private final @Nullable String service;
    private final long startedAt;
    private final long sequence;
    private long sensorUntil;
    private long hostUntil;

    long count;
    long quietSince;
    long nextRepeat;
    boolean noData;
    Map<String, @Nullable Object> values;

    /** Where the alert stands in the queue of deadlines, or NEVER; a lower bound of its true deadline. */
    long queuedAt = OpenAlert.NEVER;

    OpenState(OpenAlert a) {
        this(a, Template.parse(a.summary()));
    }

    private OpenState(OpenAlert a, Template summary) {
        rule = a.rule();
        key = a.key();
        keyColumns = a.keyColumns();
        severity = a.severity();
        template = summary;
        alert = a.alert();
        host = a.host();
        service = a.service();
        startedAt = a.startedAt();
        sequence = a.sequence();
        count = a.count();
        quietSince = a.quietSince();
        nextRepeat = a.nextRepeat();
        sensorUntil = a.sensorUntil();
        hostUntil = a.hostUntil();
        noData = a.noData();
        values = a.values();
    }

    static OpenState opened(
            Row row,
            String key,
            AlertSpec spec,
            AlertIds ids,
            long time,
            long sequence,
            Map<String, @Nullable Object> values) {
        OpenAlert opened = new OpenAlert(
                row.rule().name(),
                key,
                spec.key(),
                spec.severity(),
                spec.summary().toString(),
                ids.alertId(row.rule().name(), key, time, sequence),
                row.text("host"),
                row.text("service"),
                time,
                sequence,
                1,
                time,
                spec.repeat() == 0 ? OpenAlert.NEVER : time + spec.repeat(),
                OpenAlert.UNKNOWN,
                OpenAlert.UNKNOWN,
                false,
                values);
        return new OpenState(opened, spec.summary());
    }

    OpenAlert record() {
        return new OpenAlert(
                rule,
                key,
                keyColumns,
                severity,
                template.toString(),
                alert,
                host,
                service,
                startedAt,
                sequence,
                count,
                quietSince,
                nextRepeat,
                sensorUntil,
                hostUntil,
                noData,
                values);
    }

    String rule() {
        return rule;
    }

    String key() {
        return key;
    }

    List<String> keyColumns() {
        return keyColumns;
    }

    String alert() {
        return alert;
    }

    @Nullable
    String host() {
        return host;
    }

    @Nullable
    String service() {
        return service;
    }

    Severity severity() {
        return severity;
    }

    long startedAt() {
        return startedAt;
    }

    Router.RuleAndKey ruleAndKey() {
        return new Router.RuleAndKey(rule, key);
    }

    /** A sensor of the alert's host has reported. */
    void reported(Metric event, long time) {
        if (!event.host().equals(host)) {
            return;
        }
        long until = time + Math.round(event.ttl() * MILLIS_PER_SECOND);
        hostUntil = Math.max(hostUntil, until);
        if (event.service().equals(service)) {
            sensorUntil = Math.max(sensorUntil, until);
        }
    }

    /** The alert's service is one that sensors report by, so only its own events count as its life. */
    void sensorKnown(long time) {
        sensorUntil = time;
    }

    /** Whether the event is a sign of life of what the alert speaks of. */
    boolean isSensor(Metric event) {
        return event.host().equals(host)
                && (service == null || event.service().equals(service) || sensorUntil == OpenAlert.UNKNOWN);
    }

    /**
     * Whether nothing was heard of the alert's sensor for longer than its ttl. A service that never reported itself is a
     * rule's own word, such as {@code Pressure.avg5m}: then any sensor of the host counts. Without a host there is no
     * sensor to be silent.
     */
    boolean isSilent(long time) {
        return host != null && time > (sensorUntil == OpenAlert.UNKNOWN ? hostUntil : sensorUntil);
    }

    /** When the alert resolves if no row comes, or NEVER. */
    long resolveDeadline(AlertSpec spec) {
        return spec.resolveAfter() == 0 || quietSince == OpenAlert.NEVER
                ? OpenAlert.NEVER
                : quietSince + spec.resolveAfter();
    }

    long nextDeadline(AlertSpec spec) {
        return Math.min(nextRepeat, resolveDeadline(spec));
    }

    /** There was a row, or the sensor is back: from here on its timers count. */
    void heard(AlertSpec spec, long time) {
        quietSince = time;
        if (nextRepeat == OpenAlert.NEVER && spec.repeat() > 0) {
            nextRepeat = time + spec.repeat();
        }
    }

    /** One row more. */
    void again(Map<String, @Nullable Object> row) {
        count++;
        values = row;
    }

    /** The alert is told of only now, so that its first repeat is due a period later. */
    void repeatFrom(AlertSpec spec, long time) {
        nextRepeat = spec.repeat() == 0 ? OpenAlert.NEVER : time + spec.repeat();
    }

    /** The next repeat is due a period later, or as many periods later as make it not before {@code from}. */
    void repeated(long period, long from) {
        nextRepeat += period;
        if (nextRepeat < from) {
            nextRepeat += -Math.floorDiv(nextRepeat - from, period) * period;
        }
    }

    /** A changed rule may say other things of its alerts. */
    void adopt(AlertSpec spec, long time) {
        severity = spec.severity();
        template = spec.summary();
        if (spec.repeat() == 0) {
            nextRepeat = OpenAlert.NEVER;
        } else if (nextRepeat == OpenAlert.NEVER && quietSince != OpenAlert.NEVER) {
            nextRepeat = time + spec.repeat();
        }
        if (spec.resolveAfter() > 0) {
            // A shorter period may have passed already: then the alert ends now and not in the past.
            quietSince = Math.max(quietSince, time - spec.resolveAfter());
        }
    }

    /** The rule's template over a row; a column that a resolver does not select is taken from the last row. */
    String summary(Map<String, @Nullable Object> row) {
        return template.render(column -> row.containsKey(column) ? row.get(column) : values.get(column));
    }
}
