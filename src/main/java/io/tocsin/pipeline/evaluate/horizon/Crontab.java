package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.common.internal.epl.expression.time.abacus.TimeAbacusMilliseconds;
import com.espertech.esper.common.internal.schedule.ScheduleComputeHelper;
import com.espertech.esper.common.internal.schedule.ScheduleSpec;
import com.espertech.esper.common.internal.type.CronOperatorEnum;
import com.espertech.esper.common.internal.type.CronParameter;
import com.espertech.esper.common.internal.type.ScheduleUnit;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;

/** A crontab as EPL writes it: minutes, hours, days of month, months, days of week and, if given, seconds. */
final class Crontab {
    private static final List<ScheduleUnit> UNITS = List.of(
            ScheduleUnit.MINUTES,
            ScheduleUnit.HOURS,
            ScheduleUnit.DAYS_OF_MONTH,
            ScheduleUnit.MONTHS,
            ScheduleUnit.DAYS_OF_WEEK,
            ScheduleUnit.SECONDS);
    /** Seconds may be left out. */
    private static final int LEAST = UNITS.size() - 1;

    private static final Pattern RANGE = Pattern.compile("(\\w+):(\\w+)");
    private static final Pattern STEP = Pattern.compile("\\*/(\\w+)");
    private static final Pattern OPERATOR = Pattern.compile("(\\d*)(last|lw|weekday)");

    private static final long HOUR = 3_600_000;
    private static final long MINUTE = 60_000;
    private static final long DAY = 24 * HOUR;
    /** 2024-01-01: the first of four years and more, so that a 29 February comes and comes again. */
    private static final long FROM = 1_704_067_200_000L;

    private static final long TO = FROM + 4 * 366 * DAY;

    private final ScheduleSpec spec;
    private final ZoneId zone;

    private Crontab(ScheduleSpec spec, ZoneId zone) {
        this.spec = spec;
        this.zone = zone;
    }

    /** Reads a crontab; empty for one whose firings cannot be told beforehand. */
    static Optional<Crontab> of(List<? extends ParserRuleContext> parameters, Constants constants, ZoneId zone) {
        EnumMap<ScheduleUnit, SortedSet<Integer>> values = new EnumMap<>(ScheduleUnit.class);
        CronParameter dayOfMonth = null;
        CronParameter dayOfWeek = null;
        if (parameters.size() < LEAST || parameters.size() > UNITS.size()) {
            return Optional.empty();
        }
        for (int i = 0; i < parameters.size(); i++) {
            ScheduleUnit unit = UNITS.get(i);
            String text = parameters.get(i).getText().toLowerCase(Locale.ROOT);
            Matcher operator = OPERATOR.matcher(text);
            if (operator.matches()) {
                dayOfMonth = unit == ScheduleUnit.DAYS_OF_MONTH ? parameter(operator) : dayOfMonth;
                dayOfWeek = unit == ScheduleUnit.DAYS_OF_WEEK ? parameter(operator) : dayOfWeek;
                values.put(unit, null);
                continue;
            }
            Optional<SortedSet<Integer>> set = values(text, unit, constants);
            if (set.isEmpty()) {
                return Optional.empty();
            }
            values.put(unit, set.get().size() == unit.max() - unit.min() + 1 ? null : set.get());
        }
        if (!isSound(values)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Crontab(new ScheduleSpec(values, null, dayOfMonth, dayOfWeek), zone));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a value that its unit does not have
        }
    }

    /** Whether the days are in every month asked for: Esper looks for ever for a 30 February. */
    private static boolean isSound(EnumMap<ScheduleUnit, SortedSet<Integer>> values) {
        SortedSet<Integer> days = values.get(ScheduleUnit.DAYS_OF_MONTH);
        SortedSet<Integer> months = values.get(ScheduleUnit.MONTHS);
        return values.values().stream().noneMatch(set -> set != null && set.isEmpty())
                && (days == null
                        || months == null
                        || months.stream()
                                .allMatch(m -> m >= 1
                                        && m <= Month.values().length
                                        && days.first() <= Month.of(m).maxLength()));
    }

    private static CronParameter parameter(Matcher operator) {
        CronOperatorEnum kind =
                switch (operator.group(2)) {
                    case "last" -> CronOperatorEnum.LASTDAY;
                    case "lw" -> CronOperatorEnum.LASTWEEKDAY;
                    default -> CronOperatorEnum.WEEKDAY;
                };
        return new CronParameter(kind, operator.group(1).isEmpty() ? null : Integer.valueOf(operator.group(1)));
    }

    private static Optional<SortedSet<Integer>> values(String text, ScheduleUnit unit, Constants constants) {
        SortedSet<Integer> values = new TreeSet<>();
        for (String part : text.replaceAll("[\\[\\]]", "").split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            Matcher step = STEP.matcher(part);
            Optional<Integer> first = Optional.of(unit.min());
            Optional<Integer> last = Optional.of(unit.max());
            Optional<Integer> by = Optional.of(1);
            if (range.matches()) {
                first = whole(range.group(1), constants);
                last = whole(range.group(2), constants);
            } else if (step.matches()) {
                by = whole(step.group(1), constants);
            } else if (!part.equals("*")) {
                first = whole(part, constants);
                last = first;
            }
            if (first.isEmpty() || last.isEmpty() || by.isEmpty() || by.get() < 1) {
                return Optional.empty();
            }
            for (int v = first.get(); v <= last.get(); v += by.get()) {
                values.add(v);
            }
        }
        return Optional.of(values);
    }

    private static Optional<Integer> whole(String text, Constants constants) {
        if (text.matches("\\d{1,4}")) {
            return Optional.of(Integer.valueOf(text));
        }
        return constants.variables().entrySet().stream()
                .filter(v -> v.getKey().equalsIgnoreCase(text) && v.getValue() instanceof Number)
                .map(v -> ((Number) v.getValue()).intValue())
                .findFirst();
    }

    private long next(long after) {
        return ScheduleComputeHelper.computeNextOccurance(
                spec, after, TimeZone.getTimeZone(zone), TimeAbacusMilliseconds.INSTANCE);
    }

    /**
     * The longest time between two firings, ms. The times of day are the same on each day it fires, so one day is gone
     * through, or an hour where every hour is alike, and of the others what lies between them.
     */
    long longestGap() {
        long last = next(midnight(FROM) - MINUTE);
        long day = midnight(last);
        long cycle = spec.getUnitValues().get(ScheduleUnit.HOURS) == null ? HOUR : DAY;
        long longest = 0;
        long t = next(last);
        for (; t < day + cycle; t = next(last)) {
            longest = Math.max(longest, t - last);
            last = t;
        }
        longest = cycle == HOUR ? Math.max(longest, t - last) : longest;
        long lastOfDay = last - day + DAY - cycle;
        last += DAY - cycle;
        long over = 0;
        while (last < TO) {
            t = next(last);
            over = Math.max(over, t - last);
            last = Math.max(t, midnight(t) + lastOfDay);
        }
        return Math.max(longest, over) + shift();
    }

    /** The longest time from one of its firings to the next one of another, ms. */
    long longestUntil(Crontab end) {
        // Each firing of the end closes what the first start after the end before it opened.
        long longest = 0;
        long t = FROM;
        for (int i = 0; i < 10_000 && t < TO; i++) {
            long start = next(t);
            long stop = end.next(start);
            longest = Math.max(longest, stop - start);
            t = stop;
        }
        return longest + shift();
    }

    /** The beginning of the day of a time, as if no clock changed since. */
    private long midnight(long time) {
        long offset = zone.getRules().getOffset(Instant.ofEpochMilli(time)).getTotalSeconds() * 1000L;
        return time - Math.floorMod(time + offset, DAY);
    }

    /** Where clocks are put back, a day has an hour more. */
    private long shift() {
        return zone.getRules().isFixedOffset() ? 0 : HOUR;
    }
}
