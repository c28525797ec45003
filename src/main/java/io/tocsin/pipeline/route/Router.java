package io.tocsin.pipeline.route;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertSpec;
import io.tocsin.model.AlertState;
import io.tocsin.model.Metric;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into alerts, in engine time: one alert open per rule and key; firing, repeated, resolved, notice, nodata. The
 * state is kept outside Esper, so that it outlives windows, reloads and restarts. Owned by one thread at a time.
 *
 * <p>Calls come in the order of engine time: {@link #advance} to each instant first, then that instant's {@link #step}s.
 */
public final class Router {
    private final Consumer<Alert> alerts;
    private final OpenAlerts open = new OpenAlerts();
    private final AlertIds ids = new AlertIds();
    private final KnownServices services = new KnownServices();
    private Map<String, Rule> rules = Map.of();

    /**
     * A router without open alerts.
     *
     * @param alerts gets each change, in order
     */
    public Router(Collection<Rule> rules, Consumer<Alert> alerts) {
        this.alerts = alerts;
        use(rules);
    }

    private void use(Collection<Rule> now) {
        Map<String, Rule> byName = new HashMap<>();
        now.forEach(rule -> byName.put(rule.name(), rule));
        rules = byName;
    }

    /** Takes over alerts that were open when the store was written. Call before the first step. */
    public void restore(Collection<OpenAlert> stored) {
        for (OpenAlert alert : stored) {
            OpenState state = new OpenState(alert);
            open.add(state);
            AlertSpec spec = spec(state);
            if (spec != null) {
                open.schedule(state, spec);
            }
        }
        open.takeChanges();
    }

    /** What has been opened, changed or closed since the last call. */
    public Changes takeChanges() {
        return open.takeChanges();
    }

    /**
     * Open alerts that changed, and those that are no longer open.
     *
     * @param changed as they are now
     * @param closed rule and key of each
     */
    public record Changes(List<OpenAlert> changed, List<RuleAndKey> closed) {}

    /** What tells open alerts apart. */
    public record RuleAndKey(String rule, String key) {}

    /**
     * Deadlines before {@code time} are reached, in order of deadline, rule and key; each change happens at its own
     * deadline. One at {@code time} exactly is not: a row of that instant is still in time.
     *
     * @param sequence the last message evaluated before
     */
    public void advance(long time, long sequence) {
        OpenState next;
        while ((next = open.due(time, this::nextDeadline)) != null) {
            deadline(next, sequence);
        }
    }

    private @Nullable AlertSpec spec(OpenState state) {
        return spec(state.rule());
    }

    private @Nullable AlertSpec spec(String name) {
        Rule rule = rules.get(name);
        return rule == null ? null : rule.alert();
    }

    private long nextDeadline(OpenState state) {
        AlertSpec spec = spec(state);
        return spec == null ? OpenAlert.NEVER : state.nextDeadline(spec);
    }

    private void deadline(OpenState state, long sequence) {
        AlertSpec spec = spec(state);
        if (spec == null) {
            open.remove(state);
            return;
        }
        long time = state.nextDeadline(spec);
        if (time == state.nextRepeat && time < state.resolveDeadline(spec)) {
            state.nextRepeat += spec.repeat();
            change(state, AlertState.REPEATED, time, sequence, state.values);
        } else if (state.isSilent(time)) {
            state.quietSince = OpenAlert.NEVER;
            if (!state.noData) {
                state.noData = true;
                change(state, AlertState.NODATA, time, sequence, state.values);
            }
        } else {
            open.remove(state);
            change(state, AlertState.RESOLVED, time, sequence, state.values);
            return;
        }
        open.schedule(state, spec);
    }

    /**
     * One step: an event with its rows, or the rows of a timer instant.
     *
     * @param time engine time, epoch ms UTC
     * @param sequence the message that caused it; for a timer the last message evaluated before
     * @param event the event, or null for a timer
     * @param rows in order of rule, key and text
     */
    public void step(long time, long sequence, @Nullable Metric event, List<Row> rows) {
        Set<OpenState> returned = event == null ? Set.of() : reported(event, time);
        if (rows.isEmpty() && returned.isEmpty()) {
            return;
        }
        Set<RuleAndKey> fired = new HashSet<>();
        for (Row row : rows) {
            AlertSpec spec = row.rule().alert();
            if (spec != null) {
                fired.add(new RuleAndKey(row.rule().name(), row.key(spec.key())));
            }
        }
        for (Row row : rows) {
            AlertSpec spec = row.rule().alert();
            if (spec != null) {
                fire(row, spec, time, sequence, event);
            }
            for (String target : row.rule().resolves()) {
                resolve(target, row, fired, time, sequence);
            }
        }
        for (OpenState state : returned) {
            if (!fired.contains(state.ruleAndKey()) && open.contains(state)) {
                close(state, time, sequence, state.values);
            }
        }
    }

    /** Notes an event that was evaluated while muted. */
    public void learn(Metric event) {
        services.add(event.service());
    }

    /** Notes the life of the sensor and answers the alerts of absence that end by it. */
    private Set<OpenState> reported(Metric event, long time) {
        services.add(event.service());
        Set<OpenState> returned = new LinkedHashSet<>();
        for (OpenState state : open.ofHost(event.host())) {
            AlertSpec spec = spec(state);
            if (spec == null) {
                continue;
            }
            state.reported(event, time);
            open.changed(state);
            if (spec.absence()) {
                if (state.service() == null || event.service().equals(state.service())) {
                    returned.add(state);
                }
            } else if (state.quietSince == OpenAlert.NEVER && state.isSensor(event)) {
                state.quietSince = time;
                open.schedule(state, spec);
            }
        }
        return returned;
    }

    private void fire(Row row, AlertSpec spec, long time, long sequence, @Nullable Metric event) {
        Rule rule = row.rule();
        String key = row.key(spec.key());
        Map<String, @Nullable Object> values = row.map();
        if (spec.each()) {
            OpenState notice = OpenState.opened(row, key, spec, ids, time, sequence, values);
            change(notice, AlertState.NOTICE, time, sequence, values);
            return;
        }
        OpenState state = open.get(rule.name(), key);
        if (state == null) {
            state = OpenState.opened(row, key, spec, ids, time, sequence, values);
            if (event != null) {
                state.reported(event, time);
            } else if (state.service() != null && services.contains(state.service())) {
                state.sensorKnown(time);
            }
            open.add(state);
            change(state, AlertState.FIRING, time, sequence, values);
        } else {
            state.count++;
            state.values = values;
            state.quietSince = time;
            if (state.noData) {
                state.noData = false;
                change(state, AlertState.FIRING, time, sequence, values);
            }
        }
        open.schedule(state, spec);
    }

    private void resolve(String target, Row row, Set<RuleAndKey> fired, long time, long sequence) {
        AlertSpec spec = spec(target);
        if (spec == null) {
            return;
        }
        String key = row.key(spec.key());
        OpenState state = open.get(target, key);
        if (state != null && !fired.contains(new RuleAndKey(target, key))) {
            close(state, time, sequence, row.map());
        }
    }

    private void close(OpenState state, long time, long sequence, Map<String, @Nullable Object> values) {
        open.remove(state);
        change(state, AlertState.RESOLVED, time, sequence, values);
    }

    /**
     * Goes over to other rules at a place in the log. An open alert of a rule that stays, changed or not, stays the same
     * alert; one whose rule is gone or has another key is resolved with that reason. What {@code scratch} has open is the
     * state of the new and changed rules as if they had been there all along: what is not open here fires now, with its
     * true start.
     *
     * @param now the rules from here on
     * @param scratch a router that saw the rows of new and changed rules during the warm-up, or null
     */
    public void replaceRules(Collection<Rule> now, @Nullable Router scratch, long time, long sequence) {
        Map<String, Rule> after = new HashMap<>();
        now.forEach(rule -> after.put(rule.name(), rule));
        for (OpenState state : open.all()) {
            Rule rule = after.get(state.rule());
            AlertSpec spec = rule == null ? null : rule.alert();
            String reason = spec == null || spec.each()
                    ? "rule removed"
                    : spec.key().equals(state.keyColumns()) ? null : "key of the rule changed";
            if (reason != null) {
                open.remove(state);
                String summary = reason + "; last: " + state.summary(state.values);
                alerts.accept(ids.alert(state, AlertState.RESOLVED, time, sequence, summary, state.values));
            }
        }
        rules = after;
        for (OpenState state : open.all()) {
            AlertSpec spec = spec(state);
            if (spec != null) {
                state.adopt(spec, time);
                open.schedule(state, spec);
            }
        }
        if (scratch != null) {
            scratch.open.all().forEach(state -> take(state, time, sequence));
        }
    }

    private void take(OpenState state, long time, long sequence) {
        AlertSpec spec = spec(state);
        if (spec != null && open.get(state.rule(), state.key()) == null) {
            open.add(state);
            change(state, AlertState.FIRING, time, sequence, state.values);
            open.schedule(state, spec);
        }
    }

    private void change(
            OpenState state, AlertState what, long time, long sequence, Map<String, @Nullable Object> values) {
        alerts.accept(ids.alert(state, what, time, sequence, state.summary(values), values));
    }

    /** The alerts open now, in order of rule and key. */
    public List<OpenAlert> openAlerts() {
        List<OpenAlert> all = new ArrayList<>();
        open.all().forEach(state -> all.add(state.record()));
        return all;
    }
}
