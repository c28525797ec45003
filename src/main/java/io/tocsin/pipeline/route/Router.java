package io.tocsin.pipeline.route;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertSpec;
import io.tocsin.model.AlertState;
import io.tocsin.model.FeedGap;
import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.route.RouteTally.Cause;
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
    private static final String NO_KEY = Json.array(List.of());

    private final Consumer<Alert> alerts;
    private final OpenAlerts open = new OpenAlerts();
    private final AlertIds ids = new AlertIds();
    private final KnownServices services = new KnownServices();
    private final FeedHold feed = new FeedHold(services);
    private final RouteTally tally = new RouteTally();
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
        rules = byName(now);
    }

    private static Map<String, Rule> byName(Collection<Rule> now) {
        Map<String, Rule> byName = new HashMap<>();
        FeedRules.ALL.forEach(rule -> byName.put(rule.name(), rule));
        now.forEach(rule -> byName.put(rule.name(), rule));
        return byName;
    }

    /**
     * Takes over the gap of the feed there was when the store was written. Call before the first event is learned.
     *
     * @param gap null for none
     * @param held what it holds
     */
    public void restore(@Nullable FeedGap gap, Collection<OpenAlert> held) {
        feed.restore(gap, held);
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
        OpenAlerts.Changes changes = open.takeChanges();
        return new Changes(changes.changed(), changes.closed(), feed.takeChanges());
    }

    /**
     * Open alerts that changed, and those that are no longer open.
     *
     * @param changed as they are now
     * @param closed rule and key of each
     * @param feed what became of a gap of the feed, or null for nothing
     */
    public record Changes(List<OpenAlert> changed, List<RuleAndKey> closed, @Nullable FeedChanges feed) {}

    /**
     * A gap of the feed as it is now.
     *
     * @param gap null where there is none any more
     * @param held alerts held for it that changed, as they are now
     * @param dropped rule and key of each that is held no more
     */
    public record FeedChanges(@Nullable FeedGap gap, List<OpenAlert> held, List<RuleAndKey> dropped) {}

    /** What tells open alerts apart. */
    public record RuleAndKey(String rule, String key) {}

    /**
     * Deadlines before {@code time} are reached, in order of deadline, rule and key; each change happens at its own
     * deadline. One at {@code time} exactly is not: a row of that instant is still in time.
     *
     * @param sequence the last message evaluated before
     */
    public void advance(long time, long sequence) {
        pass(time, sequence, Long.MIN_VALUE);
    }

    /**
     * As {@link #advance}, over a stretch of time that nobody lived through: an alert is repeated at most once on the way, and
     * then goes on in step.
     */
    public void leap(long time, long sequence) {
        pass(time, sequence, time);
    }

    private void pass(long time, long sequence, long repeatsFrom) {
        long until = feed.until();
        if (until < time) {
            deadlines(until + 1, sequence, repeatsFrom);
            feed.release().forEach(state -> release(state, until, sequence));
        }
        deadlines(time, sequence, repeatsFrom);
    }

    private void deadlines(long time, long sequence, long repeatsFrom) {
        OpenState next;
        while ((next = open.due(time, this::nextDeadline)) != null) {
            deadline(next, sequence, repeatsFrom);
        }
    }

    private void release(OpenState state, long time, long sequence) {
        AlertSpec spec = spec(state);
        if (spec != null && open.get(state.rule(), state.key()) == null) {
            state.repeatFrom(spec, time);
            open.add(state);
            change(Cause.FEED, state, AlertState.FIRING, time, sequence, state.values);
            open.schedule(state, spec);
        }
    }

    /**
     * A gap of the feed begins: its own alert fires, and from now on alerts of absence whose sensor is not heard again are
     * held. Nothing happens while there is one already.
     *
     * @param gap found at the clock as it stands
     * @param lastTime the log's time of the last message before, epoch ms UTC
     */
    public void feedLost(FeedGap.Cause cause, FeedGap gap, long lastTime) {
        if (feed.open() != null) {
            return;
        }
        feed.begin(gap);
        long time = gap.since();
        long sequence = gap.after();
        Row row = FeedRules.row(cause, lastTime);
        AlertSpec spec = spec(row.rule().name());
        if (spec != null) {
            OpenState state = OpenState.opened(row, row.key(spec.key()), spec, ids, time, sequence, row.map());
            open.add(state);
            change(Cause.FEED, state, AlertState.FIRING, time, sequence, state.values);
        }
    }

    /** The gap of the feed that no message has ended yet, or null. */
    public @Nullable FeedGap feedGap() {
        return feed.open();
    }

    /** A message has been evaluated that was stored before the gap, but not read in time: the gap lies behind it. */
    public void feedLasts(long sequence) {
        feed.lasts(sequence);
    }

    /**
     * The first message behind a gap has been evaluated: the gap's alert resolves. What is held stays so for the grace.
     *
     * @param time the clock, epoch ms UTC
     * @param sequence that message
     * @param grace ms of engine time
     */
    public void feedBack(long time, long sequence, long grace) {
        feed.end(time + grace);
        for (Rule rule : FeedRules.ALL) {
            OpenState state = open.get(rule.name(), NO_KEY);
            if (state != null) {
                close(Cause.FEED, state, time, sequence, state.values);
            }
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

    private void deadline(OpenState state, long sequence, long repeatsFrom) {
        AlertSpec spec = spec(state);
        if (spec == null) {
            open.remove(state);
            return;
        }
        long time = state.nextDeadline(spec);
        if (time == state.nextRepeat && time < state.resolveDeadline(spec)) {
            state.repeated(spec.repeat(), repeatsFrom);
            change(Cause.TIMER, state, AlertState.REPEATED, time, sequence, state.values);
        } else if (state.isSilent(time)) {
            state.quietSince = OpenAlert.NEVER;
            if (!state.noData) {
                state.noData = true;
                change(Cause.TIMER, state, AlertState.NODATA, time, sequence, state.values);
            }
        } else {
            close(Cause.TIMER, state, time, sequence, state.values);
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
        tally.rows(rows);
        Set<RuleAndKey> fired = returned.isEmpty() && resolveNothing(rows) ? Set.of() : fired(rows);
        for (Row row : rows) {
            AlertSpec spec = row.rule().alert();
            if (spec != null) {
                fire(row, spec, time, sequence, event);
            }
            List<String> targets = row.rule().resolves();
            for (int i = 0; i < targets.size(); i++) {
                resolve(targets.get(i), row, fired, time, sequence);
            }
        }
        for (OpenState state : returned) {
            if (!fired.contains(state.ruleAndKey()) && open.contains(state)) {
                close(Cause.RETURN, state, time, sequence, state.values);
            }
        }
    }

    /**
     * Whether a row of this rule would change nothing in the next step, as it only resolves and nothing of that is open. It then
     * counts as a row of that step. What the step itself opens its rows do not resolve, so nothing is missed.
     */
    public boolean passesOver(Rule rule) {
        List<String> targets = rule.resolves();
        if (targets.isEmpty() || rule.alert() != null || rule.publish() != null) {
            return false;
        }
        for (int i = 0; i < targets.size(); i++) {
            if (open.anyOf(targets.get(i)) || feed.anyOf(targets.get(i))) {
                return false;
            }
        }
        tally.nothingToResolve(rule);
        return true;
    }

    private static boolean resolveNothing(List<Row> rows) {
        for (Row row : rows) {
            if (!row.rule().resolves().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static Set<RuleAndKey> fired(List<Row> rows) {
        Set<RuleAndKey> fired = Set.of(); // of most steps with rows
        for (Row row : rows) {
            AlertSpec spec = row.rule().alert();
            if (spec != null) {
                fired = fired.isEmpty() ? new HashSet<>() : fired;
                fired.add(new RuleAndKey(row.rule().name(), row.key(spec.key())));
            }
        }
        return fired;
    }

    /** Notes an event that was evaluated while muted. */
    public void learn(Metric event) {
        services.add(event.service());
        feed.learn(event);
    }

    /** Notes the life of the sensor and answers the alerts of absence that end by it. */
    private Set<OpenState> reported(Metric event, long time) {
        services.add(event.service());
        feed.reported(event);
        List<OpenState> ofHost = open.ofHost(event.host());
        if (ofHost.isEmpty()) {
            return Set.of();
        }
        Set<OpenState> returned = new LinkedHashSet<>();
        for (OpenState state : ofHost) {
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
                state.heard(spec, time);
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
            change(Cause.ROW, notice, AlertState.NOTICE, time, sequence, values);
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
            if (spec.absence() && feed.withholds(state)) {
                hold(state);
                tally.suppressed();
                return;
            }
            open.add(state);
            change(Cause.ROW, state, AlertState.FIRING, time, sequence, values);
        } else {
            state.again(values);
            state.heard(spec, time);
            if (state.noData) {
                state.noData = false;
                change(Cause.ROW, state, AlertState.FIRING, time, sequence, values);
            } else {
                tally.suppressed();
            }
        }
        open.schedule(state, spec);
    }

    private void hold(OpenState state) {
        OpenState before = feed.get(state.rule(), state.key());
        if (before == null) {
            feed.hold(state);
        } else {
            before.again(state.values);
            feed.changed(before);
        }
    }

    private void resolve(String target, Row row, Set<RuleAndKey> fired, long time, long sequence) {
        AlertSpec spec = spec(target);
        // Most rows that say that all is well find nothing to resolve.
        boolean any = open.anyOf(target) || feed.anyOf(target);
        String key = any && spec != null ? row.key(spec.key()) : null;
        OpenState state = key == null ? null : open.get(target, key);
        if (state == null || fired.contains(state.ruleAndKey())) {
            tally.suppressed();
            OpenState held = key == null ? null : feed.get(target, key);
            if (held != null && !fired.contains(held.ruleAndKey())) {
                feed.drop(held);
            }
        } else {
            close(Cause.ROW, state, time, sequence, row.map());
        }
    }

    private void close(Cause cause, OpenState state, long time, long sequence, Map<String, @Nullable Object> values) {
        open.remove(state);
        change(cause, state, AlertState.RESOLVED, time, sequence, values);
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
        Map<String, Rule> after = byName(now);
        for (OpenState state : open.all()) {
            String reason = endOf(state, after);
            if (reason != null) {
                open.remove(state);
                String summary = reason + "; last: " + state.summary(state.values);
                long at = Math.max(time, state.startedAt()); // before a log's first event there is no time
                tell(Cause.RELOAD, ids.alert(state, AlertState.RESOLVED, at, sequence, summary, state.values));
            }
        }
        for (OpenState state : feed.all()) {
            if (endOf(state, after) != null) {
                feed.drop(state);
            }
        }
        rules = after;
        for (OpenState state : feed.all()) {
            AlertSpec spec = spec(state);
            if (spec != null) {
                state.adopt(spec, time);
                feed.changed(state);
            }
        }
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

    /** Why an alert cannot go on under these rules, or null where it can. */
    private static @Nullable String endOf(OpenState state, Map<String, Rule> after) {
        Rule rule = after.get(state.rule());
        AlertSpec spec = rule == null ? null : rule.alert();
        if (spec == null || spec.each()) {
            return "rule removed";
        }
        return spec.key().equals(state.keyColumns()) ? null : "key of the rule changed";
    }

    private void take(OpenState state, long time, long sequence) {
        AlertSpec spec = spec(state);
        if (spec == null || open.get(state.rule(), state.key()) != null) {
            return;
        }
        if (spec.absence() && feed.withholds(state)) {
            if (feed.get(state.rule(), state.key()) == null) {
                feed.hold(state);
            }
        } else {
            open.add(state);
            change(Cause.RELOAD, state, AlertState.FIRING, time, sequence, state.values);
            open.schedule(state, spec);
        }
    }

    private void change(
            Cause cause,
            OpenState state,
            AlertState what,
            long time,
            long sequence,
            Map<String, @Nullable Object> values) {
        tell(cause, ids.alert(state, what, time, sequence, state.summary(values), values));
    }

    private void tell(Cause cause, Alert alert) {
        tally.changed(cause, alert.state());
        alerts.accept(alert);
    }

    public RouteCounts counts() {
        return tally.counts();
    }

    /** The alerts open now, in order of rule and key. */
    public List<OpenAlert> openAlerts() {
        List<OpenAlert> all = new ArrayList<>();
        open.all().forEach(state -> all.add(state.record()));
        return all;
    }
}
