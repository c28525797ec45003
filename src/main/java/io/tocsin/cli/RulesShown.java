package io.tocsin.cli;

import io.tocsin.app.RuleDesk;
import io.tocsin.model.ClockState;
import io.tocsin.model.Json;
import io.tocsin.model.RuleLoad;
import io.tocsin.model.RuleStatus;
import io.tocsin.model.SafeText;
import io.tocsin.model.UtcTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules of a service, for people and for programs. */
final class RulesShown {
    private static final int WIDEST = 60;
    private static final int MAX_PROBLEM = 1000;
    private static final double MS_PER_SECOND = 1000;
    private static final List<String> HEAD =
            List.of("rule", "kind", "where", "since", "after", "rows", "open", "alerts", "engine", "held");

    private RulesShown() {}

    /** A table, then what was refused; names are made safe for a terminal. */
    static List<String> lines(RuleDesk.View view) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEAD);
        for (RuleStatus r : view.rules()) {
            rows.add(List.of(
                    SafeText.line(r.name(), WIDEST),
                    r.kind(),
                    SafeText.line(r.file(), WIDEST) + ":" + r.line(),
                    r.sinceClock() == ClockState.UNSET ? "-" : UtcTime.format(r.sinceClock()),
                    String.format(Locale.ROOT, "%,d", r.sinceSequence()),
                    String.format(Locale.ROOT, "%,d", r.rows()),
                    String.format(Locale.ROOT, "%,d", open(view, r)),
                    alerts(r),
                    engine(view, r),
                    held(view, r)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(
                view.running()
                        ? "running, " + view.rules().size() + " rules"
                        : "no tocsin runs here now; the last one ran "
                                + view.rules().size() + " rules");
        lines.addAll(RuleTable.table(rows));
        view.loads().forEach(load -> lines.addAll(over(load)));
        RuleDesk.Refused refused = view.refused();
        if (refused != null) {
            lines.add("refused at " + UtcTime.format(refused.time()) + ", the rules above keep running:");
            refused.problems().forEach(p -> lines.add("  " + SafeText.line(p, MAX_PROBLEM)));
        }
        return lines;
    }

    private static long open(RuleDesk.View view, RuleStatus rule) {
        return view.open().getOrDefault(rule.name(), 0L);
    }

    private static String alerts(RuleStatus rule) {
        return rule.alerts().isEmpty()
                ? "-"
                : rule.alerts().entrySet().stream()
                        .map(e -> String.format(Locale.ROOT, "%s %,d", e.getKey(), e.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static @Nullable RuleLoad load(RuleDesk.View view, RuleStatus rule) {
        return view.loads().stream()
                .filter(load -> load.rule().equals(rule.name()))
                .findFirst()
                .orElse(null);
    }

    private static String engine(RuleDesk.View view, RuleStatus rule) {
        RuleLoad load = load(view, rule);
        return load == null
                ? "-"
                : String.format(Locale.ROOT, "%.2f s", load.total().toMillis() / MS_PER_SECOND);
    }

    private static String held(RuleDesk.View view, RuleStatus rule) {
        RuleLoad load = load(view, rule);
        return load == null ? "-" : String.format(Locale.ROOT, "%,d", load.held());
    }

    /** What the log of the program has said of it too. */
    private static List<String> over(RuleLoad load) {
        List<String> lines = new ArrayList<>();
        String rule = SafeText.line(load.rule(), WIDEST);
        if (load.overTime()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "over its budget: %s takes %.1f s of the engine's time in a minute",
                    rule,
                    load.time().toMillis() / MS_PER_SECOND));
        }
        if (load.overState()) {
            lines.add(String.format(
                    Locale.ROOT, "over its budget: %s holds %,d events, groups and the like", rule, load.held()));
        }
        return lines;
    }

    /** One object. */
    static String json(RuleDesk.View view) {
        List<Map<String, @Nullable Object>> rules = new ArrayList<>();
        for (RuleStatus r : view.rules()) {
            Map<String, @Nullable Object> o = new LinkedHashMap<>();
            o.put("rule", r.name());
            o.put("kind", r.kind());
            o.put("file", r.file());
            o.put("line", r.line());
            o.put("since", r.sinceClock() == ClockState.UNSET ? null : UtcTime.format(r.sinceClock()));
            o.put("sinceSequence", r.sinceSequence());
            o.put("rows", r.rows());
            o.put("open", open(view, r));
            o.put("alerts", r.alerts());
            RuleLoad load = load(view, r);
            o.put("engineSeconds", load == null ? null : load.total().toMillis() / MS_PER_SECOND);
            o.put("held", load == null ? null : load.held());
            o.put("overTime", load != null && load.overTime());
            o.put("overState", load != null && load.overState());
            rules.add(o);
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("running", view.running());
        all.put("rules", rules);
        RuleDesk.Refused refused = view.refused();
        if (refused == null) {
            all.put("refused", null);
        } else {
            Map<String, @Nullable Object> o = new LinkedHashMap<>();
            o.put("at", UtcTime.format(refused.time()));
            o.put("problems", refused.problems());
            all.put("refused", o);
        }
        return Json.object(all);
    }
}
