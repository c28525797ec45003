package io.tocsin.pipeline.evaluate.sandbox;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ClassIdentifierContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.EventFilterExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.InsertIntoExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MergeInsertContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubQueryExprContext;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;

/**
 * Statements that feed themselves by {@code insert into} at the instant of the event: the engine would never be done with it.
 * Those that wait for time to pass may feed themselves.
 */
public final class Loops {
    private static final Set<String> WAITING =
            Set.of("timer", "rstream", "output", "time_batch", "length_batch", "time_accum", "ext_timed_batch");

    private Loops() {}

    /** What one statement takes and gives. */
    private static final class Stream extends EsperEPL2GrammarBaseListener {
        private final Set<String> sources = new HashSet<>();
        private final Map<String, Token> targets = new LinkedHashMap<>();
        private int subqueries;
        private boolean waits;

        @Override
        public void enterSubQueryExpr(SubQueryExprContext c) {
            subqueries++;
        }

        @Override
        public void exitSubQueryExpr(SubQueryExprContext c) {
            subqueries--;
        }

        @Override
        public void enterEventFilterExpression(EventFilterExpressionContext c) {
            if (subqueries == 0 && c.classIdentifier() != null) {
                sources.add(name(c.classIdentifier()));
            }
        }

        @Override
        public void enterInsertIntoExpr(InsertIntoExprContext c) {
            target(c.classIdentifier());
        }

        @Override
        public void enterMergeInsert(MergeInsertContext c) {
            target(c.classIdentifier());
        }

        private void target(@Nullable ClassIdentifierContext c) {
            if (c != null) {
                targets.put(name(c), c.getStart());
            }
        }

        @Override
        public void visitTerminal(TerminalNode node) {
            waits |= WAITING.contains(node.getText().toLowerCase(Locale.ROOT));
        }

        private static String name(ClassIdentifierContext c) {
            return c.getText().replace("`", "");
        }
    }

    /** The statements of a folder that are part of a loop, by number. */
    public static Map<Integer, Refusal> of(Map<Integer, ParseTree> trees) {
        Map<Integer, Stream> streams = new TreeMap<>();
        trees.forEach((i, tree) -> {
            Stream stream = new Stream();
            ParseTreeWalker.DEFAULT.walk(stream, tree);
            if (!stream.waits && !stream.targets.isEmpty()) {
                streams.put(i, stream);
            }
        });
        Map<String, Set<String>> reached = new HashMap<>();
        streams.values()
                .forEach(s -> s.sources.forEach(source ->
                        reached.computeIfAbsent(source, k -> new HashSet<>()).addAll(s.targets.keySet())));
        Map<Integer, Refusal> refusals = new TreeMap<>();
        streams.forEach((i, stream) -> stream.targets.forEach((target, at) -> {
            if (stream.sources.stream().anyMatch(source -> leads(target, source, reached))) {
                refusals.put(
                        i,
                        new Refusal(
                                at,
                                "'" + target + "' feeds itself by insert into, so one event would never end; break the"
                                        + " loop, or let it wait, as by output last at (*/1, *, *, *, *)"));
            }
        }));
        return refusals;
    }

    private static boolean leads(String from, String to, Map<String, Set<String>> reached) {
        Set<String> seen = new HashSet<>(Set.of(from));
        ArrayDeque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String stream = open.pop();
            if (stream.equals(to)) {
                return true;
            }
            reached.getOrDefault(stream, Set.of()).stream().filter(seen::add).forEach(open::add);
        }
        return false;
    }
}
