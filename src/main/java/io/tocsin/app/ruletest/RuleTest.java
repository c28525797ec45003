package io.tocsin.app.ruletest;

import io.tocsin.config.Default;
import io.tocsin.config.Doc;
import io.tocsin.config.Format;
import io.tocsin.config.Position;
import io.tocsin.config.Range;
import io.tocsin.config.Syntax;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One test: what sensors send, and what must come of it. */
record RuleTest(
        Position place,
        @Doc("What it shows, for the report.") String name,
        @Doc("The time at which it starts.") @Default("2020-01-01T00:00:00Z") String start,
        @Doc("How far the values of a series are apart.") @Default("10 s") @Range(min = "1 ms") Duration every,
        @Doc("What the sensors send.") @Default("[]") List<Series> series,
        @Doc("Values of variables of rules.variables, for this test alone.") @Default("{}") @Format(Syntax.VARIABLE)
                Map<String, Object> variables,
        @Doc("In place of series: a file that `tocsin export` wrote, or one message a line.") @Nullable Path log,
        @Doc("How far the clock goes on; not given: to the last message.") @Nullable String until,
        @Doc("The rules whose alerts must all be listed; not given: those of the .epl file beside the test.") @Nullable
                List<String> rules,
        @Doc("Every change of an alert of the tested rules, in any order.") @Default("[]") List<Expected> alerts,
        @Doc("What must not come, whatever the rule.") @Default("[]") List<Never> never,
        @Doc("Every derived event of the tested rules, in any order; not given: they do not matter.") @Nullable
                List<ExpectedEvent> derived) {

    RuleTest {
        if (!Written.moment("start", start).absolute()) {
            throw new IllegalArgumentException(
                    "has a wrong start: '" + start + "' is no time such as 2020-01-01T00:00:00Z");
        }
        if (until != null) {
            Written.moment("until", until);
        }
        if (series.isEmpty() == (log == null)) {
            throw new IllegalArgumentException(
                    series.isEmpty() ? "sends nothing: give series, or a log" : "has both series and log: give one");
        }
    }

    /** Epoch ms UTC. */
    long begins() {
        return Moment.parse(start).millis();
    }
}
