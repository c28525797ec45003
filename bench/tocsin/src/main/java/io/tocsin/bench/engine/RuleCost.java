package io.tocsin.bench.engine;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.Readings;
import io.tocsin.model.Row;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.Arrays;
import java.util.List;

/**
 * What rules cost.
 *
 * @param millis to compile and check them
 * @param heap bytes that an engine with them holds before the first event
 * @param metaspace bytes of their classes
 * @param nanosPerEvent to evaluate an event, median of some rounds
 * @param rows of a round
 */
public record RuleCost(double millis, double heap, double metaspace, double nanosPerEvent, long rows) {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int WARM = 2;
    private static final int COUNTED = 3;

    /** Compiles so many thresholds and has an engine evaluate the messages, several times. */
    public static RuleCost ofThresholds(int rules, List<Readings> messages) throws RuleException, InterruptedException {
        List<RuleFile> files = List.of(new RuleFile("rules.epl", Epl.thresholds(rules)));
        RuleCompiler compiler = new RuleCompiler(Settings.defaults());
        Heap.used(); // what is no longer used goes
        long metaspace = classBytes();
        long start = System.nanoTime();
        RuleSet set = compiler.compile(files, name -> name);
        double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
        long heap = Heap.used();
        Rows rows = new Rows();
        try (Evaluator engine = engine(set, rows)) {
            engine.message(1, Message.NO_TIMESTAMP, messages.get(0));
            heap = Heap.used() - heap;
            metaspace = classBytes() - metaspace;
            engine.message(2, Message.NO_TIMESTAMP, messages.get(0)); // it lives until here
        }
        double[] nanos = new double[COUNTED];
        for (int i = 0; i < WARM + COUNTED; i++) {
            rows.count = 0;
            double took = round(set, messages, rows);
            if (i >= WARM) {
                nanos[i - WARM] = took;
            }
        }
        Arrays.sort(nanos);
        return new RuleCost(millis, heap, metaspace, nanos[COUNTED / 2], rows.count);
    }

    private static Evaluator engine(RuleSet rules, Rows rows) {
        return new Evaluator(rules, Settings.defaults(), new Checkpoint(0, ClockState.START), rows);
    }

    private static double round(RuleSet rules, List<Readings> messages, Rows rows) {
        try (Evaluator engine = engine(rules, rows)) {
            long start = System.nanoTime();
            long sequence = 0;
            long events = 0;
            for (Readings message : messages) {
                sequence++;
                events += message.size();
                engine.message(sequence, Message.NO_TIMESTAMP, message);
            }
            return (double) (System.nanoTime() - start) / events;
        }
    }

    private static long classBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
                .sum();
    }

    private static final class Rows implements Steps {
        private long count;

        @Override
        public void timer(long time, long sequence, List<Row> rows) {
            count += rows.size();
        }

        @Override
        public void clock(long time, long sequence) {}

        @Override
        public void event(Metric event, List<Row> rows) {
            count += rows.size();
        }
    }
}
