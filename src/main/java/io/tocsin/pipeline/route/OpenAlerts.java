package io.tocsin.pipeline.route;

import io.tocsin.model.AlertSpec;
import io.tocsin.model.OpenAlert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The open alerts by rule and key, by host, and by deadline, and which of them changed since the store was told. */
final class OpenAlerts {
    private static final Comparator<Router.RuleAndKey> BY_RULE_AND_KEY =
            Comparator.comparing(Router.RuleAndKey::rule).thenComparing(Router.RuleAndKey::key);
    private static final Comparator<OpenState> IN_ORDER =
            Comparator.comparing(OpenState::rule).thenComparing(OpenState::key);
    private static final Comparator<OpenState> BY_DEADLINE =
            Comparator.comparingLong((OpenState s) -> s.queuedAt).thenComparing(IN_ORDER);

    private final TreeMap<Router.RuleAndKey, OpenState> states = new TreeMap<>(BY_RULE_AND_KEY);
    /** How many there are of each rule; rules without any are left out. */
    private final Map<String, Integer> ofRule = new HashMap<>();
    /** In order of rule and key. Lists are replaced and not changed: every event asks for one, few alerts come and go. */
    private final Map<String, List<OpenState>> byHost = new HashMap<>();

    /** The host asked for last, with its list: the events of one message have one host. */
    private @Nullable String lastHost;

    private List<OpenState> ofLastHost = List.of();
    private final TreeSet<OpenState> deadlines = new TreeSet<>(BY_DEADLINE);
    private final Set<OpenState> changed = new LinkedHashSet<>();
    private final Set<Router.RuleAndKey> closed = new LinkedHashSet<>();

    void add(OpenState state) {
        if (states.put(state.ruleAndKey(), state) == null) {
            ofRule.merge(state.rule(), 1, Integer::sum);
        }
        String host = state.host();
        if (host != null) {
            List<OpenState> ofHost = new ArrayList<>(byHost.getOrDefault(host, List.of()));
            if (!ofHost.contains(state)) {
                ofHost.add(state);
                ofHost.sort(IN_ORDER);
                ofHost(host, ofHost);
            }
        }
        closed.remove(state.ruleAndKey());
        changed.add(state);
    }

    void remove(OpenState state) {
        if (states.remove(state.ruleAndKey()) != null) {
            ofRule.computeIfPresent(state.rule(), (rule, count) -> count == 1 ? null : count - 1);
        }
        String host = state.host();
        if (host != null) {
            ofHost(
                    host,
                    byHost.getOrDefault(host, List.of()).stream()
                            .filter(s -> s != state)
                            .toList());
        }
        deadlines.remove(state);
        changed.remove(state);
        closed.add(state.ruleAndKey());
    }

    private void ofHost(String host, List<OpenState> states) {
        if (states.isEmpty()) {
            byHost.remove(host);
        } else {
            byHost.put(host, List.copyOf(states));
        }
        lastHost = null;
    }

    @Nullable
    OpenState get(String rule, String key) {
        return states.isEmpty() ? null : states.get(new Router.RuleAndKey(rule, key));
    }

    /** Whether there is any of a rule. */
    boolean anyOf(String rule) {
        return ofRule.containsKey(rule);
    }

    boolean contains(OpenState state) {
        return states.get(state.ruleAndKey()) == state;
    }

    /** A copy, in order of rule and key. */
    List<OpenState> all() {
        return new ArrayList<>(states.values());
    }

    /** As they are now, in order of rule and key; what comes and goes later does not show. */
    @SuppressWarnings({"ReferenceEquality", "StringEquality"}) // what is not the same is looked up
    List<OpenState> ofHost(String host) {
        if (byHost.isEmpty()) {
            return List.of();
        }
        if (lastHost != host) {
            ofLastHost = byHost.getOrDefault(host, List.of());
            lastHost = host;
        }
        return ofLastHost;
    }

    void changed(OpenState state) {
        changed.add(state);
    }

    /** Queues the alert's next deadline. A later one than queued is found out when the queued one is reached. */
    void schedule(OpenState state, AlertSpec spec) {
        changed.add(state);
        long next = state.nextDeadline(spec);
        if (next < state.queuedAt || !deadlines.contains(state)) {
            deadlines.remove(state);
            state.queuedAt = next;
            if (next != OpenAlert.NEVER) {
                deadlines.add(state);
            }
        }
    }

    /**
     * Takes the first alert whose deadline lies before {@code time}, or null.
     *
     * @param deadline tells an alert's true deadline
     */
    @Nullable
    OpenState due(long time, ToLongFunction<OpenState> deadline) {
        while (!deadlines.isEmpty() && deadlines.first().queuedAt < time) {
            OpenState first = deadlines.pollFirst();
            long next = deadline.applyAsLong(first);
            if (next == first.queuedAt) {
                first.queuedAt = OpenAlert.NEVER;
                return first;
            }
            first.queuedAt = next;
            if (next != OpenAlert.NEVER) {
                deadlines.add(first);
            }
        }
        return null;
    }

    /** What was added, changed or removed since the last call; what came and went meanwhile counts as removed. */
    record Changes(List<OpenAlert> changed, List<Router.RuleAndKey> closed) {}

    Changes takeChanges() {
        if (changed.isEmpty() && closed.isEmpty()) {
            return new Changes(List.of(), List.of());
        }
        Changes changes = new Changes(changed.stream().map(OpenState::record).toList(), List.copyOf(closed));
        changed.clear();
        closed.clear();
        return changes;
    }
}
