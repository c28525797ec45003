package io.tocsin.bench.engine;

import io.tocsin.app.Course;
import io.tocsin.app.Pace;
import io.tocsin.app.Replay;
import io.tocsin.app.ReplaySummary;
import io.tocsin.app.Stretch;
import io.tocsin.bench.Contender;
import io.tocsin.bench.Job;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.natsstreaming.NatsStreamingLog;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.util.UUID;
import java.util.function.Consumer;

/** The product's replay of a NATS Streaming log. */
public final class LogReplay implements Contender {
    private Job job;
    private Settings settings;
    private RuleSet rules;

    @Override
    public void prepare(Job given) throws Exception {
        job = given;
        settings = Product.settings(job);
        rules = Product.rules(job);
    }

    @Override
    public Outcome round(Consumer<String> texts) throws Exception {
        Product.Alerts alerts = new Product.Alerts(job, texts);
        try (NatsStreamingLog log = new NatsStreamingLog(settings.log(), "replay-" + UUID.randomUUID())) {
            Stretch stretch = Stretch.ofLog(log, null, null, System.currentTimeMillis());
            Replay replay = new Replay(Course.of(settings, rules), log, new Pace(Pace.MAX), alerts, sequence -> {});
            ReplaySummary summary = replay.run(stretch);
            return new Outcome(summary.events(), alerts.count());
        }
    }
}
