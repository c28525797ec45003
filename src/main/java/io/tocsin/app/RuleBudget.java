package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.RuleLoad;
import io.tocsin.model.SafeText;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each rule takes of the engine's time and holds of its memory, against its budget. Time is told by samples of the
 * engine's stack, so it is right to some percent for a rule near a budget of half a minute, to a third for one near a second. A rule over its budget is named in the
 * log once, and again only after a minute in which it took less than half. Owned by one thread; {@link #loads} is for all.
 */
final class RuleBudget {
    private static final Logger log = LoggerFactory.getLogger(RuleBudget.class);
    private static final int MAX_SHOWN = 200;

    private final Settings.Budget budget;
    private final Map<String, Long> before = new HashMap<>();
    private final Map<String, Long> now = new HashMap<>();
    private final Map<String, Long> total = new HashMap<>();
    private final Set<String> overTime = new HashSet<>();
    private final Set<String> overState = new HashSet<>();
    private Map<String, Long> held = Map.of();
    private volatile List<RuleLoad> loads = List.of();

    RuleBudget(Settings.Budget budget) {
        this.budget = budget;
    }

    /** The engine was seen at work for a rule, which stands for so much of its time. */
    void sample(String rule, long millis) {
        total.merge(rule, millis, Long::sum);
        long taken = now.merge(rule, millis, Long::sum);
        if (taken > budget.time().toMillis() && overTime.add(rule)) {
            log.warn(
                    "rule '{}' has taken {} s of the engine's time within a minute, more than rules.budget.time allows;"
                            + " narrow its filter or its window",
                    SafeText.line(rule, MAX_SHOWN),
                    Duration.ofMillis(taken).toSeconds());
            publish();
        }
    }

    /** A minute has passed. */
    void minute() {
        overTime.removeIf(rule -> 2 * now.getOrDefault(rule, 0L) < budget.time().toMillis());
        before.clear();
        before.putAll(now);
        now.clear();
        publish();
    }

    /** What each rule holds, counted just now. */
    void held(Map<String, Long> counted) {
        held = Map.copyOf(counted);
        total.keySet().retainAll(held.keySet()); // rules that are gone
        overState.removeIf(rule -> 2 * held.getOrDefault(rule, 0L) < budget.state());
        held.forEach((rule, n) -> {
            if (n > budget.state() && overState.add(rule)) {
                log.warn(
                        "rule '{}' holds {} events, groups and the like, more than rules.budget.state allows ({});"
                                + " shorten its windows, or group by less",
                        SafeText.line(rule, MAX_SHOWN),
                        n,
                        budget.state());
            }
        });
        publish();
    }

    /** By rule name; safe for any thread. Empty until what they hold was first counted. */
    List<RuleLoad> loads() {
        return loads;
    }

    private void publish() {
        Set<String> rules = new TreeSet<>(held.keySet());
        rules.addAll(total.keySet());
        loads = rules.stream().map(this::load).toList();
    }

    private RuleLoad load(String rule) {
        long taken = Math.max(before.getOrDefault(rule, 0L), now.getOrDefault(rule, 0L));
        return new RuleLoad(
                rule,
                Duration.ofMillis(total.getOrDefault(rule, 0L)),
                Duration.ofMillis(taken),
                held.getOrDefault(rule, 0L),
                overTime.contains(rule),
                overState.contains(rule));
    }
}
