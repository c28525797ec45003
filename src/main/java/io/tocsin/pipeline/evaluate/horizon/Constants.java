package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.AdditiveExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_castContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_currtsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ConstantContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionQualifyableContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MultiplyExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.TimePeriodContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.UnaryExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.UnaryMinusContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/**
 * The values of expressions that are known before any event: numbers, variables that nothing sets, and what is made of them.
 *
 * @param variables by name
 * @param longestTtl the longest ttl of the settings, s
 */
record Constants(Map<String, Object> variables, double longestTtl) {
    private static final double SECOND = 1000;
    private static final double DAY = 86_400_000;

    /** The longest that each unit can be, ms. */
    private static final List<Map.Entry<String, Double>> UNITS = List.of(
            Map.entry("milli", 1.0),
            Map.entry("msec", 1.0),
            Map.entry("micro", 0.001),
            Map.entry("usec", 0.001),
            Map.entry("year", 366 * DAY),
            Map.entry("month", 31 * DAY),
            Map.entry("week", 7 * DAY),
            Map.entry("day", DAY),
            Map.entry("hour", 3_600_000.0),
            Map.entry("min", 60_000.0),
            Map.entry("sec", SECOND));

    /**
     * What an expression may be, for any event: between two bounds, from zero or from a time not after the clock.
     *
     * @param past how many such times are added up
     */
    record Range(int past, double low, double high) {
        static Range of(double value) {
            return new Range(0, value, value);
        }

        private Range plus(Range o, int sign) {
            return new Range(
                    past + sign * o.past, low + (sign > 0 ? o.low : -o.high), high + (sign > 0 ? o.high : -o.low));
        }
    }

    /** The ms of a parameter: a time period, or a number of seconds. */
    OptionalLong millis(ParserRuleContext parameter) {
        List<TimePeriodContext> periods = Trees.own(parameter, TimePeriodContext.class);
        if (!periods.isEmpty()) {
            return period(periods.get(0));
        }
        for (ExpressionQualifyableContext q : Trees.own(parameter, ExpressionQualifyableContext.class)) {
            if (q.a != null || q.d != null) {
                return OptionalLong.empty();
            }
        }
        ParseTree number = Trees.own(parameter, ExpressionQualifyableContext.class).stream()
                .findFirst()
                .<ParseTree>map(ExpressionQualifyableContext::expression)
                .orElse(parameter);
        return number(number).stream()
                .mapToLong(seconds -> (long) Math.ceil(seconds * SECOND))
                .findFirst();
    }

    private OptionalLong period(TimePeriodContext period) {
        double millis = 0;
        for (int i = 0; i < period.getChildCount(); i++) {
            ParseTree part = period.getChild(i);
            String unit = part.getChild(1).getText().toLowerCase(Locale.ROOT);
            Optional<Double> value = number(part.getChild(0));
            Optional<Double> length = UNITS.stream()
                    .filter(u -> unit.startsWith(u.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            if (value.isEmpty() || length.isEmpty()) {
                return OptionalLong.empty();
            }
            millis += value.get() * length.get();
        }
        return OptionalLong.of((long) Math.ceil(millis));
    }

    /** The number that an expression is. */
    Optional<Double> number(ParseTree expression) {
        return range(expression, Map.of())
                .filter(r -> r.past() == 0 && r.low() == r.high())
                .map(Range::low);
    }

    /** What an expression over a stream's columns may be; empty where that is not known. */
    Optional<Range> range(ParseTree tree, Map<String, Flow.Origin> columns) {
        if (tree instanceof ChainableContext) {
            return named(tree.getText(), columns);
        } else if (tree instanceof Builtin_currtsContext) {
            return Optional.of(new Range(1, 0, 0));
        } else if (tree instanceof Builtin_castContext cast) {
            return range(cast.expression(), columns);
        } else if (tree instanceof UnaryMinusContext minus) {
            return range(minus.chainable(), columns).flatMap(r -> operate(Range.of(0), "-", r));
        } else if (tree instanceof UnaryExpressionContext unary && unary.inner != null) {
            return unary.chainableElements().getChildCount() == 0
                    ? range(unary.expression(0), columns)
                    : Optional.empty();
        } else if (tree instanceof AdditiveExpressionContext || tree instanceof MultiplyExpressionContext) {
            return chain(tree, columns);
        } else if (tree instanceof ConstantContext || tree.getChildCount() == 0) {
            return literal(tree.getText());
        }
        return tree.getChildCount() == 1 ? range(tree.getChild(0), columns) : literal(tree.getText());
    }

    private Optional<Range> chain(ParseTree tree, Map<String, Flow.Origin> columns) {
        Optional<Range> result = range(tree.getChild(0), columns);
        for (int i = 2; i < tree.getChildCount() && result.isPresent(); i += 2) {
            String sign = tree.getChild(i - 1).getText();
            Range left = result.get();
            result = range(tree.getChild(i), columns).flatMap(right -> operate(left, sign, right));
        }
        return result;
    }

    private static Optional<Range> operate(Range left, String sign, Range right) {
        if (sign.equals("+")) {
            return Optional.of(left.plus(right, 1));
        } else if (sign.equals("-")) {
            // Two times may lie any distance apart.
            return right.past() == 0 ? Optional.of(left.plus(right, -1)) : Optional.empty();
        }
        boolean plain = left.past() == 0 && right.past() == 0 && left.low() >= 0 && right.low() >= 0;
        if (plain && sign.equals("*")) {
            return Optional.of(new Range(0, left.low() * right.low(), left.high() * right.high()));
        }
        return plain && sign.equals("/") && right.low() > 0
                ? Optional.of(new Range(0, left.low() / right.high(), left.high() / right.low()))
                : Optional.empty();
    }

    private Optional<Range> named(String text, Map<String, Flow.Origin> columns) {
        Flow.Origin origin = columns.get(text.substring(text.indexOf('.') + 1));
        if (origin == Flow.Origin.NOW || origin == Flow.Origin.PAST) {
            return Optional.of(new Range(1, 0, 0));
        } else if (origin == Flow.Origin.TTL) {
            return Optional.of(new Range(0, 0, longestTtl));
        }
        return variables.get(text) instanceof Number n ? Optional.of(Range.of(n.doubleValue())) : Optional.empty();
    }

    private Optional<Range> literal(String text) {
        if (variables.get(text) instanceof Number n) {
            return Optional.of(Range.of(n.doubleValue()));
        }
        try {
            return Optional.of(Range.of(Double.parseDouble(text.replaceAll("[lL]$", ""))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
