package io.tocsin.bench.engine;

import io.tocsin.bench.Contender;
import io.tocsin.bench.Dataset;
import io.tocsin.bench.Job;
import io.tocsin.config.Settings;
import io.tocsin.model.Metric;
import io.tocsin.model.Readings;
import io.tocsin.pipeline.evaluate.RawEngine;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Esper alone, on events that were built before. */
public final class RawEsper implements Contender {
    private final List<Metric> events = new ArrayList<>();
    private RuleSet rules;

    @Override
    public void prepare(Job job) throws Exception {
        rules = RawEngine.asItComes(Product.rules(job));
        double ttl = Settings.defaults().ttl().defaultTtl().toMillis() / 1000.0;
        long sequence = 0;
        for (Readings r : Product.readings(job)) {
            sequence++;
            for (int i = 0; i < r.size(); i++) {
                events.add(new Metric(
                        r.host(),
                        r.services()[i],
                        r.values()[i],
                        r.time(),
                        r.time(),
                        ttl,
                        r.longitude(),
                        r.latitude(),
                        r.context(),
                        sequence));
            }
        }
    }

    @Override
    public Outcome round(Consumer<String> alerts) throws Exception {
        try (RawEngine engine = new RawEngine(rules, Dataset.START)) {
            for (Metric event : events) {
                engine.send(event);
            }
            return new Outcome(events.size(), engine.rows());
        }
    }
}
