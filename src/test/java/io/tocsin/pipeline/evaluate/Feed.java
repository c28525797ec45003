package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Json;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.Readings;
import io.tocsin.model.Row;
import io.tocsin.model.SkippedItem;
import io.tocsin.model.UtcTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Feeds an evaluator and writes down what it tells. */
final class Feed implements Steps, AutoCloseable {
    /** 2026-01-01T00:00:00Z. */
    static final long T0 = 1_767_225_600_000L;

    static final long SECOND = 1000;
    static final long MINUTE = 60 * SECOND;
    static final long HOUR = 60 * MINUTE;
    static final long DAY = 24 * HOUR;

    final Evaluator evaluator;

    /** The rows of every step, as {@code time sequence rule [values]}, with {@code timer} before a timer's. */
    final List<String> rows = new ArrayList<>();

    final List<Metric> events = new ArrayList<>();
    /** The messages that were too late. */
    final List<Long> tooLate = new ArrayList<>();

    final List<Long> duplicates = new ArrayList<>();

    private long sequence;
    private long clock = ClockState.UNSET;

    Feed(RuleSet rules, Settings settings) {
        this(rules, settings, new Checkpoint(0, ClockState.START));
    }

    Feed(RuleSet rules, Settings settings, Checkpoint from) {
        sequence = from.sequence();
        evaluator = new Evaluator(rules, settings, from, this);
    }

    /** A message with one item, {@code p}. */
    void message(long logTime, String host, long time) {
        message(logTime, host, time, 1);
    }

    void message(long logTime, String host, long time, double value) {
        evaluator.message(
                ++sequence, logTime, new Readings(host, time, null, null, null, new String[] {"p"}, new double[] {value
                }));
    }

    void inFile(String host, long time) {
        message(Message.NO_TIMESTAMP, host, time);
    }

    void skipped(long logTime) {
        evaluator.message(++sequence, logTime, null);
    }

    long clock() {
        return evaluator.position().clock().clock();
    }

    Metric last() {
        return events.get(events.size() - 1);
    }

    @Override
    public void timer(long time, long seq, List<Row> found) {
        order(time, seq);
        add("timer ", time, seq, found);
    }

    @Override
    public void clock(long time, long seq) {
        order(time, seq);
    }

    @Override
    public void event(Metric event, List<Row> found) {
        order(event.seen(), sequence - 1);
        events.add(event);
        add("", event.seen(), event.sequence(), found);
    }

    @Override
    public void skipped(SkippedItem reason, List<Metric> skipped) {
        (reason == SkippedItem.TOO_LATE ? tooLate : duplicates)
                .add(skipped.get(0).sequence());
    }

    private void order(long time, long seq) {
        if (time < clock) {
            throw new AssertionError("the clock went back from " + clock + " to " + time + " after message " + seq);
        }
        clock = time;
    }

    private void add(String kind, long time, long seq, List<Row> found) {
        for (Row row : found) {
            rows.add(
                    kind + UtcTime.format(time) + " " + seq + " " + row.rule().name() + " " + Json.array(row.values()));
        }
    }

    @Override
    public void close() {
        evaluator.close();
    }

    /** Whoever did not report for its ttl. */
    static RuleSet silence() {
        return Rules.of(
                """
                @Name('silence') @Alert(severity = 'info', summary = '{host}', absence = true)
                select rstream host, seen as lastTime
                from Metric#unique(host,service)#timetolive(seen + cast(ttl * 1000 + 0.5, long) + 1) retain-intersection
                where current_timestamp > seen + cast(ttl * 1000 + 0.5, long);
                """);
    }

    static @Nullable String after(String row, String start) {
        return row.startsWith(start) ? row.substring(start.length()) : null;
    }
}
