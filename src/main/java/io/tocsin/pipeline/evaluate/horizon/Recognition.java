package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EvalAndExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EvalRelationalExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogDefineItemContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogPatternAtomContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogPatternNestedContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogPatternPermuteContext;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * What {@code match_recognize} needs: a row of events one after the other, looked for anew at each event, is rebuilt by the
 * time it may take at most, or by the last event where the row is of two.
 */
final class Recognition {
    private static final Pattern DISTANCE = Pattern.compile("(\\w+)\\.(\\w+)-(\\w+)\\.(\\w+)");

    private final Constants constants;
    private final Flow flow;
    private final Need window;

    /** @param window what the windows of its stream need */
    Recognition(Constants constants, Flow flow, Need window) {
        this.constants = constants;
        this.flow = flow;
        this.window = window;
    }

    Need need(MatchRecogContext m) {
        if (m.matchRecogMatchesInterval() != null) {
            return never(
                    m.matchRecogMatchesInterval().getStart(),
                    "'interval' in match_recognize counts from the first event of a match, so it cannot be rebuilt; write a pattern, such as 'every"
                            + " a=Metric(...) -> (timer:interval(1 min) and not Metric(...))'");
        }
        if (m.matchRecogMatchesAfterSkip() == null
                || !m.matchRecogMatchesAfterSkip().getText().equalsIgnoreCase("aftermatchskiptonextrow")) {
            return never(
                    m.getStart(),
                    "match_recognize that skips what it has matched hangs on all matches before, so it cannot be rebuilt; write 'after match skip to"
                            + " next row'");
        }
        List<MatchRecogPatternAtomContext> atoms = Trees.own(m.matchRecogPattern(), MatchRecogPatternAtomContext.class);
        if (!isRow(m, atoms)) {
            return never(
                    m.matchRecogPattern().getStart(),
                    "match_recognize with repetitions or alternatives is not known to be rebuildable; write a row of single"
                            + " events, as in 'pattern (A B C)'");
        }
        if (window.kind() == Need.Kind.TIME || atoms.size() == 1) {
            return window;
        }
        Optional<Need> limit = limit(m, atoms);
        if (limit.isPresent()) {
            return limit.get();
        }
        if (atoms.size() == 2 && flow.remembered() && bySensor(m)) {
            return Need.LAST_EVENT;
        }
        return never(
                m.matchRecogPattern().getStart(),
                "how long this match may take has no end, so it cannot be rebuilt; define its last event within a time of"
                        + " its first, as in 'C.seen - A.seen < 60000', or match over #time(5 min)");
    }

    private static Need never(Token at, String message) {
        return Need.unbounded(at, message);
    }

    private static boolean isRow(MatchRecogContext m, List<MatchRecogPatternAtomContext> atoms) {
        return m.matchRecogMatchesSelection() == null
                && Trees.own(m, MatchRecogPatternNestedContext.class).isEmpty()
                && Trees.own(m, MatchRecogPatternPermuteContext.class).isEmpty()
                && m.matchRecogPattern()
                                .matchRecogPatternAlteration()
                                .matchRecogPatternConcat()
                                .size()
                        == 1
                && atoms.stream().allMatch(a -> a.s == null && a.matchRecogPatternRepeat() == null)
                && atoms.stream().map(a -> a.i.getText()).distinct().count() == atoms.size();
    }

    private boolean bySensor(MatchRecogContext m) {
        return m.matchRecogPartitionBy() == null
                || m.matchRecogPartitionBy().expression().stream().allMatch(e -> {
                    String column = Trees.column(e);
                    return column != null && flow.ofSensor(column);
                });
    }

    /** The time of its last event from its first, where the definition of the last one says so. */
    private Optional<Need> limit(MatchRecogContext m, List<MatchRecogPatternAtomContext> atoms) {
        String first = atoms.get(0).i.getText();
        String last = atoms.get(atoms.size() - 1).i.getText();
        if (m.matchRecogDefine() == null) {
            return Optional.empty();
        }
        return m.matchRecogDefine().matchRecogDefineItem().stream()
                .filter(d -> d.i.getText().equals(last))
                .map(MatchRecogDefineItemContext::expression)
                .flatMap(e -> conjuncts(e).stream())
                .flatMap(e -> within(e, first, last).stream())
                .reduce(Need::or);
    }

    /** The conditions of which all must hold. */
    static List<ParseTree> conjuncts(ParseTree expression) {
        ParseTree node = expression;
        while (node.getChildCount() == 1) {
            node = node.getChild(0);
        }
        if (node instanceof EvalAndExpressionContext and) {
            return and.bitWiseExpression().stream()
                    .flatMap(e -> conjuncts(e).stream())
                    .collect(Collectors.toList());
        }
        return List.of(node);
    }

    private Optional<Need> within(ParseTree condition, String first, String last) {
        if (!(condition instanceof EvalRelationalExpressionContext r) || r.getChildCount() != 3) {
            return Optional.empty();
        }
        Matcher m = DISTANCE.matcher(r.getChild(0).getText());
        boolean less = r.getChild(1).getText().startsWith("<");
        if (!less
                || !m.matches()
                || !m.group(1).equals(last)
                || !m.group(3).equals(first)
                || flow.columns().get(m.group(2)) != Flow.Origin.NOW
                || !m.group(2).equals(m.group(4))) {
            return Optional.empty();
        }
        return constants.number(r.getChild(2)).map(ms -> Need.time((long) Math.ceil(ms)));
    }
}
