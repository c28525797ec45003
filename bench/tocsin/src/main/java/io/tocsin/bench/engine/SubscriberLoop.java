package io.tocsin.bench.engine;

import io.tocsin.bench.Contender;
import io.tocsin.bench.Job;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.RawEngine;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.util.function.Consumer;

/** A subscriber whose handler decodes and evaluates: client, Jackson and Esper on the client's thread. */
public final class SubscriberLoop implements Contender {
    private Settings settings;
    private RuleSet rules;
    private long messages;

    @Override
    public void prepare(Job job) throws Exception {
        settings = Product.settings(job);
        rules = RawEngine.asItComes(Product.rules(job));
        messages = job.messages().size();
    }

    @Override
    public Outcome round(Consumer<String> alerts) throws Exception {
        try (Loop loop = new Loop(rules)) {
            Subscriber.read(settings.log(), messages, loop::message);
            return new Outcome(loop.events(), loop.rows());
        }
    }
}
