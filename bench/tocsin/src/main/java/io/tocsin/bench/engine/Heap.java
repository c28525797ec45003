package io.tocsin.bench.engine;

import io.tocsin.bench.Dataset;
import io.tocsin.bench.Job;
import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.Readings;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import java.util.Arrays;

/** What an engine keeps for each sensor. */
public final class Heap {
    private static final String[] SERVICES = {"Pressure", "FlowRate", "Temperature", "Humidity", "DCPower"};

    private Heap() {}

    /** Bytes that the job's rules hold for each of so many sensors that have reported once, beyond the event itself. */
    public static double perSensor(Job job, int hosts) throws Exception {
        RuleSet rules = Product.rules(job);
        int sensors = hosts * SERVICES.length;
        long before = used();
        Metric[] events = new Metric[sensors];
        for (int i = 0; i < sensors; i += SERVICES.length) {
            Readings r = message(i / SERVICES.length);
            for (int s = 0; s < SERVICES.length; s++) {
                events[i + s] = new Metric(
                        r.host(), SERVICES[s], r.values()[s], r.time(), r.time(), 300, null, null, null, i + 1);
            }
        }
        long ofEvents = used() - before - 16 - 4L * sensors;
        Arrays.fill(events, null);
        before = used();
        Checkpoint start = new Checkpoint(0, ClockState.START);
        try (Evaluator engine = new Evaluator(rules, Settings.defaults(), start, Steps.MUTED)) {
            engine.message(1, Message.NO_TIMESTAMP, message(0));
            for (int i = 1; i < hosts; i++) {
                engine.message(i + 1, Message.NO_TIMESTAMP, message(i));
            }
            long ofEngine = used() - before;
            engine.message(hosts + 1, Message.NO_TIMESTAMP, message(0)); // it lives until here
            return (double) (ofEngine - ofEvents) / sensors;
        }
    }

    private static Readings message(int host) {
        double[] values = {70, 120, 60, 50, 400};
        String id = "594d186e51b3bc4eb" + (1_000_000 + host);
        return new Readings(id, Dataset.START + host / 10, null, null, null, SERVICES, values);
    }

    /** Bytes in use after a collection. */
    static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
