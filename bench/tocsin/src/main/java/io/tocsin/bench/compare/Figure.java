package io.tocsin.bench.compare;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One line of the table.
 *
 * @param workload what was worked on
 * @param subject what was measured
 * @param baseline what it is held against
 * @param value the measured value, in {@code unit}
 * @param unit of the value
 * @param wall ratio to the baseline by wall time, or null
 * @param cpu ratio to the baseline by CPU time, or null
 * @param bytes allocated per event, or NaN
 * @param goal what is aimed at, or null
 */
record Figure(
        String workload,
        String subject,
        String baseline,
        double value,
        String unit,
        Spread wall,
        Spread cpu,
        double bytes,
        Goal goal) {

    /** A figure without a baseline. */
    static Figure of(String workload, String subject, double value, String unit, Goal goal) {
        return new Figure(workload, subject, "", value, unit, null, null, Double.NaN, goal);
    }

    /** What the goal looks at. */
    double judged() {
        Spread ratio = goal != null && goal.of() == Goal.Of.CPU ? cpu : wall;
        return goal != null && goal.of() == Goal.Of.VALUE || ratio == null ? value : ratio.median();
    }

    boolean met() {
        return goal == null || goal.met(judged());
    }

    String row() {
        String verdict = goal == null ? "" : goal + (met() ? "  met" : "  MISSED");
        return String.format(
                Locale.ROOT,
                "%-30s | %-36s | %-28s | %14s | %-17s | %-17s | %6s | %s",
                workload,
                subject,
                baseline,
                String.format(Locale.ROOT, Math.abs(value) < 100 ? "%,.2f %s" : "%,.0f %s", value, unit),
                wall == null ? "" : wall.ratio(),
                cpu == null ? "" : cpu.ratio(),
                Double.isNaN(bytes) ? "" : String.format(Locale.ROOT, "%.0f", bytes),
                verdict);
    }

    static String header() {
        return String.format(
                Locale.ROOT,
                "%-30s | %-36s | %-28s | %14s | %-17s | %-17s | %6s | %s",
                "workload",
                "measured",
                "held against",
                "median",
                "ratio, wall",
                "ratio, CPU",
                "B/event",
                "goal");
    }

    Map<String, Object> json() {
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("workload", workload);
        o.put("measured", subject);
        o.put("baseline", baseline);
        o.put("median", value);
        o.put("unit", unit);
        o.put("wall", json(wall));
        o.put("cpu", json(cpu));
        o.put("bytesPerEvent", Double.isNaN(bytes) ? null : bytes);
        o.put("goal", goal == null ? null : goal.toString());
        o.put("met", goal == null ? null : met());
        return o;
    }

    private static Map<String, Object> json(Spread spread) {
        if (spread == null) {
            return null;
        }
        Map<String, Object> o = new LinkedHashMap<>();
        o.put("median", spread.median());
        o.put("least", spread.least());
        o.put("most", spread.most());
        return o;
    }
}
