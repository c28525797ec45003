package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.AndExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.AtomicExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionWithTimeInclLastContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.FollowedByExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.FollowedByRepeatContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.GuardPostFixContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MatchUntilExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ObserverExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.OrExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.PatternExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.QualifyExpressionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.antlr.v4.runtime.Token;

/**
 * What patterns need. One that begins anew at every event, as {@code every a -> b}, needs as much as what it began can last;
 * one that waits for its end before it begins anew, as {@code every (a -> b)}, hangs on all that ever was.
 */
final class Patterns {
    private static final String EVERY =
            "; write 'every a=Metric(...) -> b=Metric(...) where timer:within(10 min)', which"
                    + " begins anew at each a";

    private final Catalog catalog;
    private final Constants constants;

    Patterns(Catalog catalog) {
        this.catalog = catalog;
        this.constants = catalog.constants();
    }

    Need need(PatternExpressionContext pattern) {
        return whole(pattern.followedByExpression());
    }

    private Need whole(FollowedByExpressionContext pattern) {
        if (pattern.followedByRepeat().isEmpty()) {
            return beginning(pattern.orExpression());
        }
        if (Silence.is(pattern, catalog)) {
            return Need.LAST_EVENT;
        }
        Need end = Need.NONE;
        for (FollowedByRepeatContext next : pattern.followedByRepeat()) {
            end = life(next.orExpression()).after(end);
        }
        Need begin = beginning(pattern.orExpression());
        return begin.isUnbounded() ? begin : end;
    }

    private Need beginning(OrExpressionContext or) {
        Need need = Need.NONE;
        for (AndExpressionContext alternative : or.andExpression()) {
            if (alternative.matchUntilExpression().size() > 1) {
                return latch(alternative.a, "'and' waits for both");
            }
            MatchUntilExpressionContext until = alternative.matchUntilExpression(0);
            if (until.r != null || until.until != null) {
                return latch(until.getStart(), "a repetition waits for its end");
            }
            need = need.and(qualified(until.qualifyExpression(0)));
        }
        return need;
    }

    private Need qualified(QualifyExpressionContext q) {
        GuardPostFixContext inner = q.guardPostFix();
        if (q.d != null) {
            return latch(
                    q.d,
                    "'every-distinct' remembers what it has seen",
                    "; write 'every', the key of an alert keeps it from ringing twice");
        } else if (q.n != null) {
            return latch(q.n, "'not' alone is true once after the engine's start");
        } else if (q.e != null) {
            return q.matchUntilRange() == null && isSingle(inner)
                    ? Need.NONE
                    : latch(q.e, "'every (...)' begins anew only when what is in the brackets has ended");
        } else if (inner.patternExpression() != null && inner.wh == null && inner.wi == null) {
            return need(inner.patternExpression());
        }
        return latch(q.getStart(), "a pattern without 'every' happens once after the engine's start");
    }

    /** Whether one event or one instant is all it waits for. */
    private boolean isSingle(GuardPostFixContext guarded) {
        if (guarded.patternExpression() == null) {
            ObserverExpressionContext observer = guarded.atomicExpression().observerExpression();
            return observer == null || observer.a != null;
        }
        FollowedByExpressionContext inner = guarded.patternExpression().followedByExpression();
        return inner.followedByRepeat().isEmpty()
                && inner.orExpression().andExpression().stream()
                        .allMatch(
                                and -> and.matchUntilExpression().size() == 1 && isSingle(and.matchUntilExpression(0)));
    }

    private boolean isSingle(MatchUntilExpressionContext m) {
        QualifyExpressionContext q = m.qualifyExpression(0);
        return m.r == null && m.until == null && q.n == null && q.d == null && isSingle(q.guardPostFix());
    }

    private static Need latch(Token at, String why) {
        return latch(at, why, EVERY);
    }

    private static Need latch(Token at, String why, String instead) {
        return Need.unbounded(at, why + ", so it cannot be rebuilt" + instead);
    }

    /** How long what has begun can last. */
    private Need life(PatternExpressionContext pattern) {
        FollowedByExpressionContext all = pattern.followedByExpression();
        Need life = life(all.orExpression());
        for (FollowedByRepeatContext next : all.followedByRepeat()) {
            life = life(next.orExpression()).after(life);
        }
        return life;
    }

    private Need life(OrExpressionContext or) {
        Need longest = Need.NONE;
        for (AndExpressionContext alternative : or.andExpression()) {
            longest = longest.and(life(alternative));
        }
        return longest;
    }

    private Need life(AndExpressionContext and) {
        Need longest = Need.NONE;
        for (MatchUntilExpressionContext part : and.matchUntilExpression()) {
            if (part.qualifyExpression(0).n == null) {
                longest = longest.and(life(part));
            }
        }
        return longest;
    }

    private Need life(MatchUntilExpressionContext m) {
        if (m.until != null) {
            return life(m.until);
        }
        Need one = life(m.qualifyExpression(0));
        if (m.r == null || one.kind() != Need.Kind.TIME) {
            return one;
        }
        List<Need> times = new ArrayList<>();
        m.r.expression()
                .forEach(e -> constants.number(e).ifPresent(n -> times.add(Need.time((long) (n * one.millis())))));
        return times.stream()
                .reduce(Need::and)
                .orElseGet(() -> latch(m.getStart(), "a repetition without an end waits for ever"));
    }

    private Need life(QualifyExpressionContext q) {
        if (q.n != null) {
            return Need.NONE;
        }
        Token every = q.e != null ? q.e : q.d;
        return every == null
                ? life(q.guardPostFix())
                : latch(every, "'" + every.getText() + "' behind '->' goes on for ever once it has begun");
    }

    private Need life(GuardPostFixContext g) {
        Need inner = g.patternExpression() == null ? life(g.atomicExpression()) : life(g.patternExpression());
        if (g.wh == null) {
            return inner;
        }
        String guard = g.guardWhereExpression().IDENT(1).getText().toLowerCase(Locale.ROOT);
        if (!guard.equals("within") && !guard.equals("withinmax")) {
            return inner;
        }
        List<ExpressionWithTimeInclLastContext> parameters =
                g.guardWhereExpression().expressionWithTimeList() == null
                        ? List.of()
                        : g.guardWhereExpression().expressionWithTimeList().expressionWithTimeInclLast();
        return inner.or(timer(parameters, g.guardWhereExpression().getStart()));
    }

    private Need life(AtomicExpressionContext atom) {
        ObserverExpressionContext observer = atom.observerExpression();
        if (observer == null) {
            return latch(
                    atom.getStart(),
                    "what is waited for here may never come",
                    "; write 'where timer:within(10 min)' behind it, with the time you mean");
        }
        var parameters = observer.expressionListWithNamedWithTime();
        List<? extends org.antlr.v4.runtime.ParserRuleContext> given =
                parameters == null ? List.of() : parameters.expressionWithNamedWithTime();
        if (observer.a != null) {
            return crontab(given, observer.getStart());
        }
        return observer.nm.getText().equalsIgnoreCase("interval")
                ? timer(given, observer.getStart())
                : Need.unbounded(
                        observer.getStart(),
                        "'" + observer.ns.getText() + ":" + observer.nm.getText()
                                + "' is not known to be rebuildable; write" + " timer:interval(...) or timer:at(...)");
    }

    private Need timer(List<? extends org.antlr.v4.runtime.ParserRuleContext> parameters, Token at) {
        Supplier<Need> unknown = () ->
                latch(at, "how long this timer runs is not known before", "; write a time period, such as 10 min");
        return parameters.isEmpty()
                ? unknown.get()
                : constants.millis(parameters.get(0)).stream()
                        .mapToObj(Need::time)
                        .findFirst()
                        .orElseGet(unknown);
    }

    private Need crontab(List<? extends org.antlr.v4.runtime.ParserRuleContext> parameters, Token at) {
        return Crontab.of(parameters, constants, catalog.zone())
                .map(c -> Need.time(c.longestGap()))
                .orElseGet(() -> latch(
                        at,
                        "when this crontab fires is not known before",
                        "; write numbers, such as (*/1, *, *, *, *)"));
    }
}
