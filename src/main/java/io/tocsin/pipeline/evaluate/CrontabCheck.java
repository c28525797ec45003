package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.internal.type.ScheduleUnit;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CrontabLimitParameterSetContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ObserverExpressionContext;
import io.tocsin.config.Problem;
import java.time.Month;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;

/**
 * Finds crontabs that Esper compiles and then does not deploy, or looks through for ever: values that a unit does not have,
 * days of the month together with days of the week, dates that are in no year. Only what is written as numbers.
 */
final class CrontabCheck extends EsperEPL2GrammarBaseListener {
    private static final List<ScheduleUnit> UNITS = List.of(
            ScheduleUnit.MINUTES,
            ScheduleUnit.HOURS,
            ScheduleUnit.DAYS_OF_MONTH,
            ScheduleUnit.MONTHS,
            ScheduleUnit.DAYS_OF_WEEK,
            ScheduleUnit.SECONDS);
    private static final int DAY = 2;
    private static final int MONTH = 3;
    private static final int WEEKDAY = 4;
    private static final int LEAST = 5;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9}):(\\d{1,9})");
    private static final Pattern STEP = Pattern.compile("\\*/(\\d{1,9})");

    private final EplStatement statement;
    private final List<Problem> problems = new ArrayList<>();

    private CrontabCheck(EplStatement statement) {
        this.statement = statement;
    }

    static List<Problem> of(EplStatement statement, ParseTree tree) {
        CrontabCheck check = new CrontabCheck(statement);
        ParseTreeWalker.DEFAULT.walk(check, tree);
        return check.problems;
    }

    @Override
    public void enterCrontabLimitParameterSet(CrontabLimitParameterSetContext c) {
        check(c.expressionWithTimeList().expressionWithTimeInclLast());
    }

    @Override
    public void enterObserverExpression(ObserverExpressionContext c) {
        if (c.a != null && c.expressionListWithNamedWithTime() != null) {
            check(c.expressionListWithNamedWithTime().expressionWithNamedWithTime());
        }
    }

    private void check(List<? extends ParserRuleContext> fields) {
        if (fields.size() < LEAST || fields.size() > UNITS.size()) {
            return; // the compiler says so
        }
        int before = problems.size();
        for (int i = 0; i < fields.size(); i++) {
            checkUnit(fields.get(i), UNITS.get(i));
        }
        if (problems.size() > before) {
            return;
        }
        String day = text(fields.get(DAY));
        if (!day.equals("*") && !text(fields.get(WEEKDAY)).equals("*")) {
            add(fields.get(WEEKDAY), "a crontab has days of the month or days of the week, not both; write * for one");
        } else {
            monthWithout(day, text(fields.get(MONTH)))
                    .ifPresent(m -> add(
                            fields.get(MONTH),
                            "month " + m + " has no day " + day + ", and the engine would look"
                                    + " for it for ever; write the months that have it"));
        }
    }

    private void checkUnit(ParserRuleContext field, ScheduleUnit unit) {
        for (String part : parts(text(field))) {
            Matcher range = RANGE.matcher(part);
            Matcher step = STEP.matcher(part);
            if (step.matches() && Integer.parseInt(step.group(1)) < 1) {
                add(field, "'" + part + "': a step is at least 1");
            } else if (range.matches()) {
                checkValue(field, unit, range.group(1));
                checkValue(field, unit, range.group(2));
                if (Integer.parseInt(range.group(1)) > Integer.parseInt(range.group(2))) {
                    add(field, "'" + part + "' ends before it begins");
                }
            } else if (NUMBER.matcher(part).matches()) {
                checkValue(field, unit, part);
            }
        }
    }

    private void checkValue(ParserRuleContext field, ScheduleUnit unit, String number) {
        int value = Integer.parseInt(number);
        if (value < unit.min() || value > unit.max()) {
            add(
                    field,
                    number + " is none of the "
                            + unit.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", which go from " + unit.min()
                            + " to " + unit.max());
        }
    }

    /** The first of the months in which even the first of the days never is. */
    private static Optional<Integer> monthWithout(String day, String month) {
        List<Integer> days = firsts(day);
        return all(month).stream()
                .filter(m -> !days.isEmpty()
                        && days.stream().allMatch(d -> d > Month.of(m).maxLength()))
                .findFirst();
    }

    /** The first day of each part; empty where one is not written as a number. */
    private static List<Integer> firsts(String text) {
        List<Integer> days = new ArrayList<>();
        for (String part : parts(text)) {
            Matcher range = RANGE.matcher(part);
            if (range.matches()) {
                days.add(Integer.parseInt(range.group(1)));
            } else if (NUMBER.matcher(part).matches()) {
                days.add(Integer.parseInt(part));
            } else {
                return List.of();
            }
        }
        return days;
    }

    /** All months; empty where one is not written as a number. */
    private static List<Integer> all(String text) {
        List<Integer> months = new ArrayList<>();
        for (String part : parts(text)) {
            Matcher range = RANGE.matcher(part);
            if (range.matches()) {
                for (int m = Integer.parseInt(range.group(1)); m <= Integer.parseInt(range.group(2)); m++) {
                    months.add(m);
                }
            } else if (NUMBER.matcher(part).matches()) {
                months.add(Integer.parseInt(part));
            } else {
                return List.of();
            }
        }
        return months;
    }

    private static List<String> parts(String text) {
        return Stream.of(text.replaceAll("[\\[\\]]", "").split(",", -1)).toList();
    }

    private static String text(ParserRuleContext field) {
        return field.getText().toLowerCase(Locale.ROOT);
    }

    private void add(ParserRuleContext field, String message) {
        Token at = field.getStart();
        problems.add(statement.problem(at.getLine(), at.getCharPositionInLine(), message));
    }
}
