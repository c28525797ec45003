package io.tocsin.app;

import io.tocsin.bench.Contender;
import io.tocsin.bench.Dataset;
import io.tocsin.bench.Job;
import io.tocsin.bench.engine.Product;
import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.model.Readings;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import java.util.function.Consumer;

/**
 * The engine's thread with any number of sensors: messages are made as they are needed, since millions of them would not fit
 * into memory beside the windows. The system property {@code bench.hosts} says how many hosts there are.
 */
public final class ManySensors implements Contender {
    /** A window of five minutes fills and slides. */
    private static final int CYCLES = 12;

    private static final int LEAST_MESSAGES = 200_000;
    private static final String[] SERVICES = {"Pressure", "FlowRate", "Temperature", "Humidity", "DCPower"};

    private final int hosts = Integer.getInteger("bench.hosts", 1);
    private Job job;
    private RuleSet rules;

    @Override
    public void prepare(Job given) throws Exception {
        job = given;
        rules = Product.rules(job);
    }

    @Override
    public Outcome round(Consumer<String> texts) {
        Outcome outcome = round(Math.max(LEAST_MESSAGES, (long) hosts * CYCLES), texts);
        // The classes of the rules hold on to the engine that was started last; the next round needs the memory.
        round(1, text -> {});
        return outcome;
    }

    private Outcome round(long messages, Consumer<String> texts) {
        Product.Alerts alerts = new Product.Alerts(job, texts);
        Router router = new Router(rules.rules(), alerts);
        Consequences consequences =
                new Consequences(router, new DerivedEvents("bench", 0), derived -> {}, event -> {}, new Counters());
        Checkpoint start = new Checkpoint(0, ClockState.START);
        try (Evaluator evaluator = new Evaluator(rules, Settings.defaults(), start, consequences)) {
            for (long i = 0; i < messages; i++) {
                evaluator.message(i + 1, Message.NO_TIMESTAMP, message(i));
            }
            return new Outcome(messages * SERVICES.length, alerts.count());
        }
    }

    private Readings message(long number) {
        long cycle = number / hosts;
        int host = (int) (number % hosts);
        long time = Dataset.START + cycle * Dataset.PERIOD_MILLIS + host * Dataset.PERIOD_MILLIS / hosts;
        double[] values = new double[SERVICES.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = 50 + (number * 31 + i * 17) % 1000 / 100.0;
        }
        return new Readings("594d186e51b3bc4eb" + (1_000_000 + host), time, null, null, null, SERVICES, values);
    }
}
