package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionWithTimeInclLastContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewExpressionsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ViewWParametersContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/** What windows need, such as {@code #unique(host)#timetolive(seen + 60000)}. */
final class Views {
    /** Windows whose content hangs on when the engine started, or on more of the past than any horizon holds. */
    private static final Map<String, String> NEVER = Map.ofEntries(
            Map.entry(
                    "keepall",
                    "keeps everything for ever; write #time(1 hour), or #unique(host, service) for the last of each sensor"),
            Map.entry("firstunique", "keeps the first of each key for ever; write #unique(...), which keeps the last"),
            Map.entry("firstlength", "keeps what came first for ever; write #time(1 hour)"),
            Map.entry("firsttime", "counts from the engine's start; write #time(1 hour), or a context by crontab"),
            Map.entry("length_batch", "counts from the engine's start; write #time_batch(1 min, 0L)"),
            Map.entry("time_length_batch", "counts from the engine's start; write #time_batch(1 min, 0L)"),
            Map.entry("time_accum", "keeps everything until a pause comes; write #time(1 min)"),
            Map.entry("ext_timed_batch", "stays open until the next event comes; write #time_batch(1 min, 0L)"),
            Map.entry("sort", "keeps the extremes of all time; write #time(1 hour), and order by with limit"),
            Map.entry("rank", "keeps the extremes of all time; write #time(1 hour), and order by with limit"),
            Map.entry("expr", "may keep anything for ever; write #time(5 min)"),
            Map.entry("expr_batch", "may keep anything for ever; write #time_batch(1 min, 0L)"));

    private final Constants constants;
    private final Flow flow;
    private final Use use;
    private final Set<String> keys;

    private Views(Constants constants, Flow flow, Use use, Set<String> keys) {
        this.constants = constants;
        this.flow = flow;
        this.use = use;
        this.keys = keys;
    }

    static List<ViewWParametersContext> of(@Nullable ViewExpressionsContext views) {
        return Trees.own(views, ViewWParametersContext.class);
    }

    /**
     * What the windows of a stream need, not counting what the stream itself needs.
     *
     * @param partition the columns by which a context keeps a window each
     * @param union whether events stay that any of several windows keeps
     */
    static Need need(
            List<ViewWParametersContext> views,
            Flow flow,
            Use use,
            Set<String> partition,
            boolean union,
            Constants constants) {
        Set<String> keys = new HashSet<>(partition);
        List<ViewWParametersContext> windows = new ArrayList<>();
        for (ViewWParametersContext view : views) {
            if (name(view).equals("groupwin")) {
                keys.addAll(columns(view));
            } else {
                windows.add(view);
            }
        }
        Views of = new Views(constants, flow, use, keys);
        Need need = Need.NONE;
        for (int i = 0; i < windows.size(); i++) {
            Need next = of.need(windows.get(i), windows.size() > 1);
            need = i == 0 ? next : union ? need.and(next) : need.or(next);
        }
        for (ViewWParametersContext view : windows) {
            // What one window throws out another cannot have back, so here the shorter does not end the longer.
            if (windows.size() > 1 && hangsOnOthers(name(view)) && !need.isUnbounded()) {
                need = need.and(of.need(view, false));
            }
        }
        return need;
    }

    private static boolean hangsOnOthers(String window) {
        return NEVER.containsKey(window) && !window.equals("keepall");
    }

    private static String name(ViewWParametersContext view) {
        return view.getStart().getText().toLowerCase(Locale.ROOT);
    }

    private static List<ExpressionWithTimeInclLastContext> parameters(ViewWParametersContext view) {
        return view.expressionWithTimeList() == null
                ? List.of()
                : view.expressionWithTimeList().expressionWithTimeInclLast();
    }

    private static Set<String> columns(ViewWParametersContext view) {
        return parameters(view).stream()
                .map(p -> {
                    String column = Trees.column(p);
                    return column == null ? p.getText() : column;
                })
                .collect(Collectors.toSet());
    }

    private Need need(ViewWParametersContext view, boolean several) {
        Token at = view.getStart();
        String name = name(view);
        String never = NEVER.get(name);
        if (never != null) {
            return Need.unbounded(at, "'#" + name + "' " + never.replaceFirst("; ", ", so it cannot be rebuilt; "));
        }
        return switch (name) {
            case "time" -> time(view, 0, 1);
            case "time_batch" -> timeBatch(view, several);
            case "time_order", "ext_timed" -> ofColumn(view, name);
            case "timetolive" -> timeToLive(view);
            case "unique" -> last(view, name, union(keys, columns(view)));
            case "lastevent" -> last(view, name, keys);
            case "length" -> length(view);
            default ->
                Need.unbounded(
                        at, "'#" + name + "' is not known to be rebuildable; known are #time, #time_batch, #unique");
        };
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        Set<String> both = new HashSet<>(a);
        both.addAll(b);
        return both;
    }

    private Need time(ViewWParametersContext view, int parameter, int times) {
        return parameters(view).size() <= parameter
                ? notComputable(view)
                : constants.millis(parameters(view).get(parameter)).stream()
                        .mapToObj(ms -> Need.time(ms * times))
                        .findFirst()
                        .orElseGet(() -> notComputable(view));
    }

    private Need notComputable(ViewWParametersContext view) {
        return Need.unbounded(
                view.getStart(),
                "how long '#" + name(view) + "' keeps an event is not known before it runs, so it cannot be rebuilt;"
                        + " write a time period, such as 5 min, or a variable of the settings that no rule sets");
    }

    private Need timeBatch(ViewWParametersContext view, boolean several) {
        if (several || parameters(view).size() > 2) {
            return Need.unbounded(
                    view.getStart(),
                    "'#time_batch' with more than a time and a reference point, or with another window, is not known to be"
                            + " rebuildable; write '#time_batch(1 min, 0L)' alone");
        }
        // A batch also tells of what was in the one before and is in it no more.
        return time(view, 0, use.leaving() || use.emptied() ? 2 : 1);
    }

    private Need ofColumn(ViewWParametersContext view, String name) {
        List<ExpressionWithTimeInclLastContext> parameters = parameters(view);
        String column = parameters.isEmpty() ? null : Trees.column(parameters.get(0));
        boolean now = column != null && flow.columns().get(column) == Flow.Origin.NOW;
        if (column == null || !(now || (name.equals("time_order") && flow.notAhead(column)))) {
            return Need.unbounded(
                    view.getStart(),
                    "'#" + name
                            + "' of a time that may lie ahead of the clock keeps its events for any length of time, so it cannot be rebuilt;"
                            + " write #" + name + "(seen, ...), or #time(5 min)");
        }
        boolean ownGroup = use.groups().isEmpty() || use.groups().equals(keys);
        if (name.equals("ext_timed") && !(use.arriving() && !use.leaving() && ownGroup)) {
            return Need.unbounded(
                    view.getStart(),
                    "'#ext_timed' lets go only when the next event comes, so it cannot be rebuilt; write"
                            + " #time(5 min)");
        }
        return time(view, 1, 1);
    }

    private Need timeToLive(ViewWParametersContext view) {
        return parameters(view).stream()
                .findFirst()
                .flatMap(p -> constants.range(p, flow.columns()))
                .filter(r -> r.past() == 1)
                .map(r -> Need.time((long) Math.ceil(Math.max(0, r.high()))))
                .orElseGet(() -> Need.unbounded(
                        view.getStart(),
                        "when '#timetolive' lets an event go is not known before it runs, so it cannot be rebuilt; write 'seen'"
                                + " plus a number of ms that no event gives but by its ttl, such as seen + 600000"));
    }

    private Need length(ViewWParametersContext view) {
        Token at = view.getStart();
        double n = parameters(view).isEmpty()
                ? 0
                : constants.number(parameters(view).get(0)).orElse(0.0);
        if (n == 1) {
            return last(view, "length(1)", keys);
        } else if (n != 2) {
            return Need.unbounded(
                    at,
                    "'#length' of more than two reaches back any length of time, so it cannot be rebuilt; write"
                            + " #time(5 min), or #length(2) with prev(1, ...)");
        }
        if (!use.arriving()
                || use.leaving()
                || (use.aggregated() && !use.groups().equals(keys))) {
            return Need.unbounded(
                    at,
                    "of '#length(2)' only the newer event can be rebuilt; write #time(5 min), or use it for prev(1, ...)"
                            + " alone, with groups like those of the window");
        }
        return last(view, "length(2)", keys);
    }

    private Need last(ViewWParametersContext view, String name, Set<String> of) {
        if (!of.stream().allMatch(flow::ofSensor)) {
            return Need.unbounded(
                    view.getStart(),
                    "'#" + name
                            + "' keeps the last event of something other than sensors, which may be of any age, so it cannot be rebuilt; write"
                            + " host and service or one of them for its keys, or add #time(1 hour) and"
                            + " retain-intersection");
        }
        if (!flow.remembered()) {
            return Need.unbounded(
                    view.getStart(),
                    "'#" + name
                            + "' keeps the last event that fits, which may be older than the sensor's last and of any"
                            + " age, so it cannot be rebuilt; choose by host and service alone and compare the values in the where clause, or add"
                            + " #time(1 hour) and retain-intersection");
        }
        return Need.LAST_EVENT;
    }
}
