package io.tocsin.bench.engine;

import io.tocsin.app.Course;
import io.tocsin.app.Pace;
import io.tocsin.app.Replay;
import io.tocsin.app.ReplaySummary;
import io.tocsin.app.Stretch;
import io.tocsin.bench.Contender;
import io.tocsin.bench.Job;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.util.function.Consumer;

/** The product's replay of a file, from bytes to alerts. */
public final class FileReplay implements Contender {
    private final Settings settings = Settings.defaults();
    private Job job;
    private RuleSet rules;

    @Override
    public void prepare(Job given) throws Exception {
        job = given;
        rules = Product.rules(job);
    }

    @Override
    public Outcome round(Consumer<String> texts) throws Exception {
        Product.Alerts alerts = new Product.Alerts(job, texts);
        try (FileLog log = FileLog.of(job.file(), settings.decode().maxMessage().bytes())) {
            Replay replay = new Replay(Course.of(settings, rules), log, new Pace(Pace.MAX), alerts, sequence -> {});
            ReplaySummary summary = replay.run(new Stretch(1, MessageLog.FOLLOW));
            return new Outcome(summary.events(), alerts.count());
        }
    }
}
