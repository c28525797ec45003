package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.Rule;
import io.tocsin.model.RuleStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts by rule: rows, and changes of alerts by state, since the rule runs as it is. A rule that is changed begins anew; one
 * that only moves in its file, or meets another value of a variable, does not. Owned by the engine's thread.
 */
final class RuleCounts {
    private final Map<String, Count> counts = new HashMap<>();
    private boolean changed;

    /**
     * A rule and what tells it from itself as it was before.
     *
     * @param fingerprint takes a while to make
     */
    record Identified(Rule rule, String fingerprint) {}

    private static final class Count {
        private final Rule rule;
        private final String fingerprint;
        private final long sinceSequence;
        private final long sinceClock;
        private final Map<String, Long> alerts;
        private long rows;
        private boolean changed = true;

        private Count(Identified rule, long sinceSequence, long sinceClock, long rows, Map<String, Long> alerts) {
            this.rule = rule.rule();
            this.fingerprint = rule.fingerprint();
            this.sinceSequence = sinceSequence;
            this.sinceClock = sinceClock;
            this.rows = rows;
            this.alerts = new TreeMap<>(alerts);
        }
    }

    /**
     * From now on these rules run.
     *
     * @param stored what the store has of them
     */
    void rules(Collection<Identified> rules, Checkpoint at, Collection<RuleStatus> stored) {
        Map<String, RuleStatus> known = new HashMap<>();
        stored.forEach(status -> known.put(status.name(), status));
        all().forEach(status -> known.put(status.name(), status));
        counts.clear();
        changed = true;
        for (Identified rule : rules) {
            String name = rule.rule().name();
            RuleStatus s = known.get(name);
            counts.put(
                    name,
                    s != null && s.fingerprint().equals(rule.fingerprint())
                            ? new Count(rule, s.sinceSequence(), s.sinceClock(), s.rows(), s.alerts())
                            : new Count(rule, at.sequence(), at.clock().clock(), 0, Map.of()));
        }
    }

    static List<Identified> identified(Collection<Rule> rules) {
        return rules.stream()
                .map(rule -> new Identified(rule, rule.fingerprint() + rule.alert() + rule.publish() + rule.resolves()))
                .toList();
    }

    void row(Rule of) {
        Count count = counts.get(of.name());
        if (count != null) {
            count.rows++;
            count.changed = true;
            changed = true;
        }
    }

    void alert(Alert alert) {
        Count count = counts.get(alert.rule());
        if (count != null) {
            count.alerts.merge(alert.state().word(), 1L, Long::sum);
            count.changed = true;
            changed = true;
        }
    }

    boolean isChanged() {
        return changed;
    }

    /** What has changed since the last call. */
    List<RuleStatus> takeChanges() {
        changed = false;
        List<RuleStatus> changes = new ArrayList<>();
        for (Count count : counts.values()) {
            if (count.changed) {
                count.changed = false;
                changes.add(status(count));
            }
        }
        return changes;
    }

    private List<RuleStatus> all() {
        return counts.values().stream().map(RuleCounts::status).toList();
    }

    private static RuleStatus status(Count c) {
        Rule rule = c.rule;
        return new RuleStatus(
                rule.name(),
                String.join(", ", rule.kinds()),
                rule.file(),
                rule.line(),
                c.fingerprint,
                c.sinceSequence,
                c.sinceClock,
                c.rows,
                c.alerts);
    }
}
