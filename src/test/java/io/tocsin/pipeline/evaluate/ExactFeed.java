package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.Readings;
import io.tocsin.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Readings of a file go in; what rules answer is kept as text, which tells all doubles apart. */
final class ExactFeed implements Steps, AutoCloseable {
    /** A whole minute. */
    static final long START = 1_767_225_600_000L;

    static final long SECOND = 1000;

    private final Evaluator evaluator;
    private final List<String> rows = new ArrayList<>();
    private long sequence;

    ExactFeed(RuleSet rules) {
        evaluator = new Evaluator(rules, Settings.defaults(), new Checkpoint(0, ClockState.START), this);
    }

    /** Rules compiled as those of the file {@code rules.epl}. */
    static RuleSet compile(String epl) throws RuleException, InterruptedException {
        return new RuleCompiler(Settings.defaults())
                .compile(List.of(new RuleFile("rules.epl", epl)), UnaryOperator.identity());
    }

    /** A statement whose every row is kept. */
    static String rule(String name, String statement) {
        return "@Name('" + name + "') @Alert(severity = 'info', summary = '-', key = 'k', each = true)\n" + statement
                + ";\n";
    }

    /** A reading at so many seconds. */
    void at(double seconds, String host, double value) {
        evaluator.message(
                ++sequence,
                Message.NO_TIMESTAMP,
                new Readings(
                        host, START + Math.round(seconds * SECOND), null, null, null, new String[] {"p"}, new double[] {
                            value
                        }));
    }

    /** The rows since the last call, as {@code rule k=.. column=..}. */
    List<String> take() {
        List<String> taken = List.copyOf(rows);
        rows.clear();
        return taken;
    }

    /** The last row of a rule, without its name. */
    String last(String rule) {
        return rows.stream()
                .filter(row -> row.startsWith(rule + " "))
                .reduce((first, second) -> second)
                .map(row -> row.substring(rule.length() + 1))
                .orElse("no row");
    }

    @Override
    public void timer(long time, long number, List<Row> found) {
        found.forEach(this::add);
    }

    @Override
    public void clock(long time, long number) {}

    @Override
    public void event(Metric event, List<Row> found) {
        found.forEach(this::add);
    }

    private void add(Row row) {
        rows.add(row.rule().name() + " " + row.map());
    }

    @Override
    public void close() {
        evaluator.close();
    }
}
