package io.tocsin.pipeline.evaluate.sandbox;

import com.espertech.esper.common.internal.util.StringValue;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_priorContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableWithArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextChoiceContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextPartitionTermContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateContextRangePointContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EvalRelationalExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.GroupByCubeOrRollupContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.LibFunctionArgItemContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogPatternPermuteContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchRecogPatternRepeatContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ObserverExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.QualifyExpressionContext;
import io.tocsin.pipeline.evaluate.function.Regexps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.jspecify.annotations.Nullable;

/** Numbers and patterns by which a few words cost the compiler or the engine memory or time without end. */
public final class SizeWall extends EsperEPL2GrammarBaseListener {
    private static final int MOST_KEPT = 10_000;
    private static final int MOST_REPEATS = 100;
    private static final int MOST_PERMUTED = 5;
    private static final int MOST_CUBED = 6;
    private static final int MOST_LIKED = 2;
    private static final int DIGITS = 9;

    private final List<Refusal> refusals = new ArrayList<>();
    private int cubed;

    private SizeWall() {}

    /** What is refused of a statement. */
    public static List<Refusal> of(ParseTree tree) {
        SizeWall wall = new SizeWall();
        ParseTreeWalker.DEFAULT.walk(wall, tree);
        return wall.refusals;
    }

    @Override
    public void enterBuiltin_prior(Builtin_priorContext c) {
        kept("prior", c.expression());
    }

    @Override
    public void enterChainableWithArgs(ChainableWithArgsContext c) {
        if (c.lp == null
                || c.libFunctionArgs() == null
                || !c.chainableIdent().getText().equalsIgnoreCase("nth")) {
            return;
        }
        List<LibFunctionArgItemContext> arguments = c.libFunctionArgs().libFunctionArgItem();
        if (arguments.size() > 1) {
            kept("nth", arguments.get(1));
        }
    }

    @Override
    public void enterCreateContextChoice(CreateContextChoiceContext c) {
        if (c.number() != null) {
            kept("granularity", c.number());
        }
    }

    @Override
    public void enterCreateContextRangePoint(CreateContextRangePointContext c) {
        boolean ends = c.getParent() instanceof CreateContextPartitionTermContext
                || (c.getParent() instanceof CreateContextChoiceContext choice && choice.r2 == c);
        Token every = ends && c.patternInclusionExpression() != null ? every(c) : null;
        if (every != null) {
            add(
                    every,
                    "a context that ends with 'every' keeps the engine busy for ever; leave 'every' out, the first match"
                            + " ends it");
        }
    }

    private static @Nullable Token every(ParseTree tree) {
        if (tree instanceof QualifyExpressionContext qualify && qualify.e != null) {
            return qualify.e;
        }
        Token found = null;
        for (int i = 0; i < tree.getChildCount() && found == null; i++) {
            found = every(tree.getChild(i));
        }
        return found;
    }

    private void kept(String what, ParserRuleContext number) {
        long n = number(number);
        if (n < 0 || n > MOST_KEPT) {
            add(
                    number.getStart(),
                    "'" + what + "' takes memory for as many at once; write a number up to " + MOST_KEPT);
        }
    }

    @Override
    public void enterMatchRecogPatternRepeat(MatchRecogPatternRepeatContext c) {
        long product = 1;
        for (ParserRuleContext node = c; node != null; node = node.getParent()) {
            for (int i = 0; i < node.getChildCount(); i++) {
                if (node.getChild(i) instanceof MatchRecogPatternRepeatContext repeat) {
                    product *= Math.max(1, most(repeat));
                    if (product > MOST_REPEATS || most(repeat) < 0) {
                        add(
                                c.getStart(),
                                "a pattern is written out as often as it is repeated; write numbers up to "
                                        + MOST_REPEATS + " in all, or count events in a window");
                        return;
                    }
                }
            }
        }
    }

    /** The greater bound, or negative where it is no plain number. */
    private static long most(MatchRecogPatternRepeatContext c) {
        long most = 0;
        for (ParserRuleContext bound : c.expression()) {
            long n = number(bound);
            if (n < 0) {
                return n;
            }
            most = Math.max(most, n);
        }
        return most;
    }

    @Override
    public void enterMatchRecogPatternPermute(MatchRecogPatternPermuteContext c) {
        if (c.matchRecogPatternAlteration().size() > MOST_PERMUTED) {
            add(c.getStart(), "permutations of more than " + MOST_PERMUTED + " events are too many");
        }
    }

    @Override
    public void enterGroupByCubeOrRollup(GroupByCubeOrRollupContext c) {
        if (c.CUBE() == null) {
            return;
        }
        cubed += c.groupByCombinableExpr().size();
        if (cubed > MOST_CUBED) {
            add(c.getStart(), "a cube of more than " + MOST_CUBED + " columns groups by too many combinations");
        }
    }

    @Override
    public void enterObserverExpression(ObserverExpressionContext c) {
        if (c.getText().toLowerCase(Locale.ROOT).startsWith("timer:schedule")) {
            add(c.getStart(), "'timer:schedule' may repeat without end; write timer:at(*/1, *, *, *, *)");
        }
    }

    @Override
    public void enterEvalRelationalExpression(EvalRelationalExpressionContext c) {
        if (c.like != null) {
            like(c.concatenationExpr(1));
        }
        if (c.regex == null) {
            return;
        }
        ParserRuleContext pattern = c.concatenationExpr(1);
        String text = quoted(pattern.getText());
        if (text == null) {
            add(pattern.getStart(), "the pattern of 'regexp' must stand in the rule, as in host regexp 'pump-[0-9]+'");
            return;
        }
        String problem = Regexps.problem(text);
        if (problem != null) {
            add(pattern.getStart(), "the pattern " + problem);
        }
    }

    /** Esper tries each place for each {@code %}: its time grows with the text's length to the power of their number. */
    private void like(ParserRuleContext pattern) {
        String text = quoted(pattern.getText());
        if (text == null || text.chars().filter(ch -> ch == '%').count() > MOST_LIKED) {
            add(
                    pattern.getStart(),
                    "the pattern of 'like' must stand in the rule and have at most " + MOST_LIKED
                            + " %, as more take time without end; write it with regexp");
        }
    }

    /** The text of a string as Esper takes it, or null of anything else. */
    private static @Nullable String quoted(String source) {
        char quote = source.charAt(0);
        boolean string = (quote == '\'' || quote == '"')
                && source.length() >= 2
                && source.indexOf(quote, 1) == source.length() - 1;
        return string ? StringValue.parseString(source) : null;
    }

    /** A plain number, or -1. */
    private static long number(ParserRuleContext c) {
        String text = c.getText();
        return text.matches("\\d{1," + DIGITS + "}") ? Long.parseLong(text) : -1;
    }

    private void add(Token at, String message) {
        refusals.add(new Refusal(at, message));
    }
}
