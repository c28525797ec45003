package io.tocsin.app.ruletest;

import io.tocsin.config.Durations;
import io.tocsin.model.Alert;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.Json;
import io.tocsin.model.SafeText;
import io.tocsin.model.UtcTime;
import java.time.Duration;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Says what came and what was expected in the same words, so that a difference shows. */
final class Words {
    private static final int MAX = 300;

    private final RuleTest test;

    Words(RuleTest test) {
        this.test = test;
    }

    /** As the test writes it: a distance from its start; of a recorded log the time. */
    String when(long time) {
        return test.log() == null && time >= test.begins()
                ? Durations.words(Duration.ofMillis(time - test.begins()))
                : UtcTime.format(time);
    }

    String came(Alert alert) {
        StringJoiner words = change(alert.state().word(), alert.rule(), alert.host(), alert.service());
        words.add(alert.severity().word()).add("count " + alert.count());
        return SafeText.line(words + " " + quoted(alert.summary()), MAX);
    }

    String expected(Expected e) {
        StringJoiner words = change(e.state().word(), e.rule(), e.host(), e.service());
        if (e.severity() != null) {
            words.add(e.severity().word());
        }
        if (e.count() != null) {
            words.add("count " + e.count());
        }
        if (e.started() != null) {
            words.add("started " + e.started());
        }
        if (!e.values().isEmpty()) {
            words.add(Json.object(e.values()));
        }
        return SafeText.line(e.summary() == null ? words.toString() : words + " " + quoted(e.summary()), MAX);
    }

    String came(DerivedEvent event) {
        return SafeText.line(
                change("derived", event.rule(), event.host(), event.service()) + " " + event.metric(), MAX);
    }

    String expected(ExpectedEvent e) {
        StringJoiner words = change("derived", e.rule(), e.host(), e.service());
        return SafeText.line(e.metric() == null ? words.toString() : words + " " + e.metric(), MAX);
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static StringJoiner change(String state, String rule, @Nullable String host, @Nullable String service) {
        StringJoiner words = new StringJoiner(" ");
        words.add(state).add(rule);
        if (host != null || service != null) {
            words.add((host == null ? "-" : host) + (service == null ? "" : "/" + service));
        }
        return words;
    }
}
