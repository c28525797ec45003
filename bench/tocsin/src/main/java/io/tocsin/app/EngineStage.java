package io.tocsin.app;

import io.tocsin.bench.Contender;
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
import java.util.List;
import java.util.function.Consumer;

/** All that the engine's thread does: clock, evaluation and routing, on messages that were decoded before. */
public final class EngineStage implements Contender {
    private final Settings settings = Settings.defaults();
    private Job job;
    private RuleSet rules;
    private List<Readings> messages = List.of();

    @Override
    public void prepare(Job given) throws Exception {
        job = given;
        rules = Product.rules(job);
        messages = Product.readings(job);
    }

    @Override
    public Outcome round(Consumer<String> texts) {
        Product.Alerts alerts = new Product.Alerts(job, texts);
        Router router = new Router(rules.rules(), alerts);
        Consequences consequences =
                new Consequences(router, new DerivedEvents("bench", 0), derived -> {}, event -> {}, new Counters());
        Checkpoint start = new Checkpoint(0, ClockState.START);
        try (Evaluator evaluator = new Evaluator(rules, settings, start, consequences)) {
            long sequence = 0;
            long events = 0;
            for (Readings readings : messages) {
                sequence++;
                events += readings.size();
                evaluator.message(sequence, Message.NO_TIMESTAMP, readings);
            }
            return new Outcome(events, alerts.count());
        }
    }
}
