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
    private static final Comparator<OpenState> BY_DEADLINE = Comparator.comparingLong((OpenState s) -> s.queuedAt)
            .thenComparing(OpenState::rule)
            .thenComparing(OpenState::key);

    private final Map<Router.RuleAndKey, OpenState> states = new TreeMap<>(BY_RULE_AND_KEY);
    private final Map<String, Set<OpenState>> byHost = new HashMap<>();
    private final TreeSet<OpenState> deadlines = new TreeSet<>(BY_DEADLINE);
    private final Set<OpenState> changed = new LinkedHashSet<>();
    private final Set<Router.RuleAndKey> closed = new LinkedHashSet<>();

    void add(OpenState state) {
        states.put(state.ruleAndKey(), state);
        if (state.host() != null) {
            byHost.computeIfAbsent(state.host(), h -> new LinkedHashSet<>()).add(state);
        }
        closed.remove(state.ruleAndKey());
        changed.add(state);
    }

    void remove(OpenState state) {
        states.remove(state.ruleAndKey());
        Set<OpenState> ofHost = state.host() == null ? null : byHost.get(state.host());
        if (ofHost != null) {
            ofHost.remove(state);
            if (ofHost.isEmpty()) {
                byHost.remove(state.host());
            }
        }
        deadlines.remove(state);
        changed.remove(state);
        closed.add(state.ruleAndKey());
    }

    @Nullable
    OpenState get(String rule, String key) {
        return states.isEmpty() ? null : states.get(new Router.RuleAndKey(rule, key));
    }

    boolean contains(OpenState state) {
        return states.get(state.ruleAndKey()) == state;
    }

    /** A copy, in order of rule and key. */
    List<OpenState> all() {
        return new ArrayList<>(states.values());
    }

    /** A copy, in order of rule and key. */
    List<OpenState> ofHost(String host) {
        Set<OpenState> found = byHost.isEmpty() ? null : byHost.get(host);
        return found == null
                ? List.of()
                : found.stream()
                        .sorted(Comparator.comparing(OpenState::ruleAndKey, BY_RULE_AND_KEY))
                        .toList();
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
