package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps of a replay what led to one change of an alert: the last events of its sensor, and the steps that gave rows or
 * changes of the alert. Which events are its sensor's is tried from narrow to wide, as a rule may make up the names it
 * selects: the first that were there at all are taken.
 */
final class Evidence implements Consumer<ReplayStep> {
    private final Alert change;
    private final List<String> keyColumns;
    private final String key;
    private final long since;
    private final int most;
    private final boolean beyond;
    private final List<Look> looks = new ArrayList<>();
    private boolean complete;
    private long begun = Long.MAX_VALUE;

    /** One way to tell which events matter, and what it has found. */
    private static final class Look {
        private final String words;
        private final Predicate<Metric> wanted;
        private final Deque<ReplayStep> last = new ArrayDeque<>();
        private long seen;

        Look(String words, Predicate<Metric> wanted) {
            this.words = words;
            this.wanted = wanted;
        }
    }

    /**
     * @param keyColumns those of the rule
     * @param services which the rule takes in, or none where it does not say
     * @param since engine time, epoch ms UTC: earlier steps are left out
     * @param most how many steps are kept
     * @param beyond whether to go on behind the change
     */
    Evidence(Alert change, List<String> keyColumns, Set<String> services, long since, int most, boolean beyond) {
        this.change = change;
        this.keyColumns = keyColumns;
        this.key = Json.array(
                keyColumns.stream().map(column -> change.values().get(column)).toList());
        this.since = since;
        this.most = most;
        this.beyond = beyond;
        Predicate<Metric> named = event -> services.contains(event.service());
        String names = String.join(", ", services);
        String host = change.host();
        String service = change.service();
        if (host != null) {
            Predicate<Metric> ofHost = event -> event.host().equals(host);
            if (!services.isEmpty()) {
                looks.add(new Look(names + " of " + host, ofHost.and(named)));
            } else if (service != null) {
                looks.add(new Look(service + " of " + host, ofHost.and(event -> event.service()
                        .equals(service))));
            }
            looks.add(new Look("every service of " + host, ofHost));
        }
        if (!services.isEmpty()) {
            looks.add(new Look(names + " of every host", named));
        }
        looks.add(new Look("every sensor", event -> true));
    }

    @Override
    public void accept(ReplayStep step) {
        if (complete && !beyond) {
            return;
        }
        ReplayStep part = new ReplayStep(
                step.sequence(),
                step.clock(),
                step.event(),
                step.skipped(),
                step.rows().stream().filter(this::isOurs).toList(),
                step.alerts().stream()
                        .filter(alert -> alert.alert().equals(change.alert()))
                        .toList());
        complete |= part.alerts().stream().anyMatch(alert -> alert.id().equals(change.id()));
        if (step.clock() >= since) {
            begun = Math.min(begun, step.clock());
            looks.forEach(look -> keep(look, part));
        }
    }

    private void keep(Look look, ReplayStep part) {
        Metric event = part.event();
        boolean wanted = event != null && look.wanted.test(event);
        if (wanted) {
            look.seen++;
        }
        if (wanted || !part.rows().isEmpty() || !part.alerts().isEmpty()) {
            look.last.add(part);
            if (look.last.size() > most) {
                look.last.remove();
            }
        }
    }

    private boolean isOurs(Row row) {
        boolean ours =
                row.rule().name().equals(change.rule()) || row.rule().resolves().contains(change.rule());
        return ours && row.key(keyColumns).equals(key);
    }

    private Look look() {
        return looks.stream().filter(look -> look.seen > 0).findFirst().orElse(looks.get(0));
    }

    /** Which events were looked at. */
    String sensors() {
        return look().words;
    }

    /** Engine time of the first step that was looked at, epoch ms UTC. */
    long since() {
        return begun;
    }

    /** The last steps, in order. */
    List<ReplayStep> steps() {
        return List.copyOf(look().last);
    }

    /** How many events were looked at. */
    long seen() {
        return look().seen;
    }

    /** Whether the change came again. */
    boolean isComplete() {
        return complete;
    }
}
