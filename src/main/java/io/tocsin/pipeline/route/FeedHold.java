package io.tocsin.pipeline.route;

import io.tocsin.model.FeedGap;
import io.tocsin.model.Metric;
import io.tocsin.model.OpenAlert;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A gap of the feed and what it holds: alerts of absence whose sensor has not been heard since. One that is heard drops its
 * alert; at the end of the grace the others are handed out.
 */
final class FeedHold {
    private final KnownServices services;
    private final OpenAlerts held = new OpenAlerts();
    /** By host the services heard since the gap began, filled while there is one. */
    private final Map<String, Set<String>> heard = new HashMap<>();

    private @Nullable FeedGap gap;
    private boolean gapChanged;

    FeedHold(KnownServices services) {
        this.services = services;
    }

    void restore(@Nullable FeedGap stored, Collection<OpenAlert> alerts) {
        gap = stored;
        alerts.forEach(alert -> held.add(new OpenState(alert)));
        held.takeChanges();
    }

    /** A gap begins; what one before holds stays held. */
    void begin(FeedGap found) {
        gap = found;
        gapChanged = true;
        heard.clear();
    }

    /** The gap lies behind this message; who was heard by then says nothing. */
    void lasts(long sequence) {
        FeedGap now = gap;
        if (now != null) {
            gap = FeedGap.open(sequence, now.since(), now.lasts());
            gapChanged = true;
            heard.clear();
        }
    }

    /** The first message behind the gap is evaluated. */
    void end(long until) {
        FeedGap now = gap;
        if (now != null) {
            gap = now.over(until);
            gapChanged = true;
        }
    }

    /** The gap that no message has ended yet, or null. */
    @Nullable
    FeedGap open() {
        return gap != null && gap.isOpen() ? gap : null;
    }

    /** The end of the grace, or NEVER. */
    long until() {
        return gap == null ? OpenAlert.NEVER : gap.until();
    }

    /** An event was evaluated; one from before the gap says nothing. */
    void learn(Metric event) {
        if (gap != null && event.sequence() > gap.after()) {
            heard.computeIfAbsent(event.host(), h -> new HashSet<>()).add(event.service());
        }
    }

    /** An event is evaluated: its sensor lives, and what is held of it is dropped. */
    void reported(Metric event) {
        if (gap == null) {
            return;
        }
        learn(event);
        for (OpenState state : held.ofHost(event.host())) {
            if (isHeard(state)) {
                held.remove(state);
            }
        }
    }

    /**
     * Whether the alert's sensor has been heard since the gap began. A service that is no sensor's is a rule's own word: then
     * any sensor of the host counts.
     */
    private boolean isHeard(OpenState state) {
        Set<String> ofHost = state.host() == null ? null : heard.get(state.host());
        String service = state.service();
        return ofHost != null && (service == null || !services.contains(service) || ofHost.contains(service));
    }

    /** Whether an alert of absence that opens now is to be held. */
    boolean withholds(OpenState state) {
        return gap != null && state.startedAt() >= gap.since() && !isHeard(state);
    }

    /** Whether it holds any alert of a rule. */
    boolean anyOf(String rule) {
        return held.anyOf(rule);
    }

    @Nullable
    OpenState get(String rule, String key) {
        return held.get(rule, key);
    }

    void hold(OpenState state) {
        held.add(state);
    }

    void changed(OpenState state) {
        held.changed(state);
    }

    void drop(OpenState state) {
        held.remove(state);
    }

    /** A copy, in order of rule and key. */
    List<OpenState> all() {
        return held.all();
    }

    /** The grace is over: what is still held, in order of rule and key, is held no more. */
    List<OpenState> release() {
        List<OpenState> left = held.all();
        left.forEach(held::remove);
        heard.clear();
        gap = null;
        gapChanged = true;
        return left;
    }

    Router.@Nullable FeedChanges takeChanges() {
        OpenAlerts.Changes alerts = held.takeChanges();
        if (!gapChanged && alerts.changed().isEmpty() && alerts.closed().isEmpty()) {
            return null;
        }
        gapChanged = false;
        return new Router.FeedChanges(gap, alerts.changed(), alerts.closed());
    }
}
