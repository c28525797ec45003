package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.BuiltinFuncContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_avedevContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_avgContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_cntContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_firstlastwindowContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_medianContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_prevContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_prevcountContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_prevtailContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_prevwindowContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_priorContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_stddevContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_sumContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableRootWithOptContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableWithArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.LibFunctionArgItemContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/** The functions of expressions that know more than the event at hand. */
final class Functions {
    private static final List<Class<? extends BuiltinFuncContext>> AGGREGATES = List.of(
            Builtin_sumContext.class,
            Builtin_avgContext.class,
            Builtin_cntContext.class,
            Builtin_medianContext.class,
            Builtin_stddevContext.class,
            Builtin_avedevContext.class,
            Builtin_firstlastwindowContext.class);
    private static final List<Class<? extends BuiltinFuncContext>> PREVIOUS = List.of(
            Builtin_prevContext.class,
            Builtin_prevtailContext.class,
            Builtin_prevcountContext.class,
            Builtin_prevwindowContext.class,
            Builtin_priorContext.class);

    /** Of one value they aggregate, of several they choose. */
    private static final Set<String> OF_ONE = Set.of("max", "min", "fmax", "fmin");

    private static final Set<String> OTHERS = Set.of("nth", "sorted", "maxby", "minby");

    /** Never forget what has left the window, with the form that does. */
    private static final Map<String, String> FOR_EVER = Map.ofEntries(
            Map.entry("maxever", "max(...) over #time"),
            Map.entry("minever", "min(...) over #time"),
            Map.entry("fmaxever", "fmax(...) over #time"),
            Map.entry("fminever", "fmin(...) over #time"),
            Map.entry("firstever", "first(...) over #time"),
            Map.entry("lastever", "last(...) over #unique(host, service), or over #time"),
            Map.entry("countever", "count(...) over #time"),
            Map.entry("maxbyever", "maxby(...) over #time"),
            Map.entry("minbyever", "minby(...) over #time"),
            Map.entry("leaving", "select rstream from a window"),
            Map.entry("countminsketch", "count(...) over #time with group by"),
            Map.entry("rate", "count(*) / 60 from Metric#time(60 sec)"));

    private Functions() {}

    /** A function and where it stands. */
    record Call(String name, Token at, ParserRuleContext node) {}

    /** Aggregations, those that never forget included, but none within subqueries. */
    static List<Call> aggregates(@Nullable ParseTree tree) {
        List<Call> calls = builtin(tree, AGGREGATES);
        for (ChainableRootWithOptContext root : Trees.own(tree, ChainableRootWithOptContext.class)) {
            ChainableWithArgsContext function = root.chainableWithArgs();
            if (function.lp != null && aggregates(function)) {
                calls.add(new Call(name(function), function.getStart(), function));
            }
        }
        return calls;
    }

    private static boolean aggregates(ChainableWithArgsContext function) {
        String name = name(function);
        return OTHERS.contains(name) || FOR_EVER.containsKey(name) || (OF_ONE.contains(name) && values(function) == 1);
    }

    private static long values(ChainableWithArgsContext function) {
        return function.libFunctionArgs() == null
                ? 0
                : function.libFunctionArgs().libFunctionArgItem().stream()
                        .map(LibFunctionArgItemContext::expressionWithNamed)
                        .filter(a -> a.expressionNamedParameter() == null)
                        .count();
    }

    /** Whether a node is an aggregation, as {@link #aggregates} finds them. */
    static boolean isAggregate(ParseTree node) {
        return AGGREGATES.stream().anyMatch(kind -> kind.isInstance(node))
                || (node instanceof ChainableWithArgsContext function && function.lp != null && aggregates(function));
    }

    /** Whether a node is a function as {@link #previous} finds them. */
    static boolean isPrevious(ParseTree node) {
        return PREVIOUS.stream().anyMatch(kind -> kind.isInstance(node));
    }

    /** Functions that look at events before the one at hand, but none within subqueries. */
    static List<Call> previous(@Nullable ParseTree tree) {
        return builtin(tree, PREVIOUS);
    }

    private static List<Call> builtin(@Nullable ParseTree tree, List<Class<? extends BuiltinFuncContext>> kinds) {
        List<Call> calls = new ArrayList<>();
        for (BuiltinFuncContext function : Trees.own(tree, BuiltinFuncContext.class)) {
            if (kinds.stream().anyMatch(kind -> kind.isInstance(function))) {
                Token at = function.getStart();
                calls.add(new Call(at.getText().toLowerCase(Locale.ROOT), at, function));
            }
        }
        return calls;
    }

    private static String name(ChainableWithArgsContext function) {
        return Trees.name(function.chainableIdent()).toLowerCase(Locale.ROOT);
    }

    /** What those need that never forget. */
    static Need forEver(List<Call> aggregates) {
        Need need = Need.NONE;
        for (Call call : aggregates) {
            String instead = FOR_EVER.get(call.name());
            if (instead != null) {
                need = need.and(Need.unbounded(
                        call.at(),
                        "'" + call.at().getText() + "' never forgets, so it cannot be rebuilt; write " + instead));
            }
        }
        return need;
    }
}
