package io.tocsin.app;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.store.AlertReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An alert that was asked for by an id.
 *
 * @param change the change in question: the one of that id, or the first one known of the alert of that id
 * @param changes all changes known of the alert, in the order in which they happened
 */
public record FoundAlert(Alert change, List<Alert> changes) {
    public FoundAlert {
        changes = List.copyOf(changes);
    }

    /**
     * What the alert history of a state folder knows; its service may be running and is not disturbed.
     *
     * @param start an {@code id} or {@code alert}, or how it begins: hex digits in lower case
     * @throws io.tocsin.store.StoreException if there is no store, or it cannot be read; the message says what to do
     */
    public static List<FoundAlert> inHistory(Path folder, String start) {
        List<Alert> changes = new AlertReader(folder)
                .startingWith(start).stream().map(AlertJson::read).toList();
        return among(changes, start);
    }

    /** The same of what a replay of a log gives, which is read twice. */
    public static List<FoundAlert> inReplay(Course course, MessageLog log, Stretch stretch, String start)
            throws LogException, RuleException, InterruptedException {
        Set<String> wanted = replay(course, log, stretch, alert -> isOf(alert, start)).stream()
                .map(Alert::alert)
                .collect(Collectors.toSet());
        return wanted.isEmpty()
                ? List.of()
                : among(replay(course, log, stretch, alert -> wanted.contains(alert.alert())), start);
    }

    private static List<Alert> replay(Course course, MessageLog log, Stretch stretch, Predicate<Alert> wanted)
            throws LogException, RuleException, InterruptedException {
        List<Alert> found = new ArrayList<>();
        new Replay(
                        course,
                        log,
                        new Pace(Pace.MAX),
                        alert -> {
                            if (wanted.test(alert)) {
                                found.add(alert);
                            }
                        },
                        sequence -> {})
                .run(stretch);
        return found;
    }

    private static boolean isOf(Alert alert, String start) {
        return alert.id().startsWith(start) || alert.alert().startsWith(start);
    }

    /** One for each alert that is meant, and one for each change that is. */
    static List<FoundAlert> among(List<Alert> changes, String start) {
        Map<String, List<Alert>> alerts =
                changes.stream().collect(Collectors.groupingBy(Alert::alert, LinkedHashMap::new, Collectors.toList()));
        List<FoundAlert> found = new ArrayList<>();
        for (List<Alert> alert : alerts.values()) {
            if (alert.get(0).alert().startsWith(start)) {
                found.add(new FoundAlert(alert.get(0), alert));
            }
            alert.stream()
                    .filter(change -> change.id().startsWith(start))
                    .forEach(change -> found.add(new FoundAlert(change, alert)));
        }
        return found;
    }

    /** The change by which the alert began, or null where it is no longer known. */
    @Nullable
    Alert begin() {
        Alert first = changes.get(0);
        return first.time() == first.startedAt() ? first : null;
    }
}
