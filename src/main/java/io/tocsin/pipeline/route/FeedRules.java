package io.tocsin.pipeline.route;

import io.tocsin.model.AlertSpec;
import io.tocsin.model.FeedGap;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.model.Severity;
import io.tocsin.model.Template;
import java.util.List;

/** The rules that Tocsin brings along: they speak of the feed as a whole, and each has one alert. */
final class FeedRules {
    private static final Rule DOWN = rule("feed-down", "No connection to the log, whose last message is of {lastTime}");
    private static final Rule QUIET = rule("feed-quiet", "No message in the log since {lastTime}");

    static final List<Rule> ALL = List.of(DOWN, QUIET);

    private FeedRules() {}

    private static Rule rule(String name, String summary) {
        AlertSpec spec = new AlertSpec(Severity.CRITICAL, Template.parse(summary), List.of(), 0, 0, false, false);
        return new Rule(Rule.RESERVED + name, "", 0, List.of("lastTime"), spec, List.of(), null, "");
    }

    /** @param lastTime the log's time of the last message, epoch ms UTC */
    static Row row(FeedGap.Cause cause, long lastTime) {
        return Row.of(cause == FeedGap.Cause.DOWN ? DOWN : QUIET, lastTime);
    }
}
