package io.tocsin.app.ruletest;

import io.tocsin.app.ruletest.Outcome.Line;
import io.tocsin.app.ruletest.Outcome.Verdict;
import io.tocsin.app.ruletest.TimedSteps.Derived;
import io.tocsin.model.Alert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares what came with what a test expects. */
final class Comparison {
    private final RuleTest test;
    private final Set<String> tested;
    private final long start;
    private final Words words;
    private final List<Line> lines = new ArrayList<>();

    Comparison(LoadedTest loaded) {
        test = loaded.test();
        tested = loaded.tested();
        start = test.begins();
        words = new Words(test);
    }

    /** All that came or was expected, in order of time. */
    List<Line> of(List<Alert> alerts, List<Derived> derived) {
        Set<Alert> forbidden = forbidden(alerts);
        alerts(alerts.stream()
                .filter(a -> tested.contains(a.rule()) && !forbidden.contains(a))
                .toList());
        List<ExpectedEvent> events = test.derived();
        if (events != null) {
            derived(
                    events,
                    derived.stream()
                            .filter(d -> tested.contains(d.event().rule()))
                            .toList());
        }
        return lines.stream().sorted(Comparator.comparingLong(Line::time)).toList();
    }

    private Set<Alert> forbidden(List<Alert> alerts) {
        Set<Alert> found = new HashSet<>();
        for (Alert alert : alerts) {
            for (Never never : test.never()) {
                if (never.fits(alert) && found.add(alert)) {
                    add(
                            Verdict.FORBIDDEN,
                            alert.time(),
                            words.came(alert) + ": line " + never.place().line() + " says never");
                }
            }
        }
        return found;
    }

    private void alerts(List<Alert> came) {
        List<Alert> left = new ArrayList<>(came);
        List<Expected> expected = new ArrayList<>(test.alerts());
        expected.sort(Comparator.comparingInt(Expected::precision).reversed());
        for (Expected each : expected) {
            Alert found =
                    left.stream().filter(a -> each.fits(a, start)).findFirst().orElse(null);
            if (found == null) {
                add(Verdict.MISSING, each.moment().from(start), words.expected(each));
            } else {
                left.remove(found);
                add(Verdict.CAME, found.time(), words.came(found));
            }
        }
        left.forEach(alert -> add(Verdict.UNEXPECTED, alert.time(), words.came(alert)));
    }

    private void derived(List<ExpectedEvent> expected, List<Derived> came) {
        List<Derived> left = new ArrayList<>(came);
        for (ExpectedEvent each : expected) {
            Derived found = left.stream()
                    .filter(d -> each.fits(d.event(), d.time(), start))
                    .findFirst()
                    .orElse(null);
            if (found == null) {
                add(Verdict.MISSING, each.moment().from(start), words.expected(each));
            } else {
                left.remove(found);
                add(Verdict.CAME, found.time(), words.came(found.event()));
            }
        }
        left.forEach(d -> add(Verdict.UNEXPECTED, d.time(), words.came(d.event())));
    }

    private void add(Verdict verdict, long time, String what) {
        lines.add(new Line(verdict, time, words.when(time), what));
    }
}
