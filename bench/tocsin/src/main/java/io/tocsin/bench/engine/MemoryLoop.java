package io.tocsin.bench.engine;

import io.tocsin.bench.Contender;
import io.tocsin.bench.Job;
import io.tocsin.pipeline.evaluate.RawEngine;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.util.List;
import java.util.function.Consumer;

/** The straight loop over messages in memory. */
public final class MemoryLoop implements Contender {
    private RuleSet rules;
    private List<byte[]> messages = List.of();

    @Override
    public void prepare(Job job) throws Exception {
        rules = RawEngine.asItComes(Product.rules(job));
        messages = job.messages();
    }

    @Override
    public Outcome round(Consumer<String> alerts) throws Exception {
        try (Loop loop = new Loop(rules)) {
            for (byte[] message : messages) {
                loop.message(message);
            }
            return new Outcome(loop.events(), loop.rows());
        }
    }
}
