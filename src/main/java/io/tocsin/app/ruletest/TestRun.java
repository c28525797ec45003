package io.tocsin.app.ruletest;

import io.tocsin.app.Consequences;
import io.tocsin.app.FeedGaps;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs one test: the decoder, the engine and the routing of the service, in the test's time. Used once, by one thread. */
final class TestRun {
    private final LoadedTest loaded;
    private final RuleTest test;
    private final Router router;
    private final Counters counters = new Counters();
    private final Decoder decoder;
    private final FeedGaps gaps;
    private final TimedSteps steps;
    private final Evaluator evaluator;
    private final List<Alert> alerts = new ArrayList<>();

    TestRun(LoadedTest loaded) {
        Settings settings = loaded.settings();
        this.loaded = loaded;
        this.test = loaded.test();
        router = new Router(loaded.rules().rules(), alerts::add);
        decoder = new Decoder(settings.decode(), counters);
        gaps = new FeedGaps(settings.feed(), router, entry -> {});
        steps = new TimedSteps(
                sink -> new Consequences(router, new DerivedEvents("test", 0), sink, event -> {}, counters));
        evaluator = new Evaluator(loaded.rules(), settings, new Checkpoint(0, ClockState.START), steps);
    }

    /** Every change that came, once it has run. */
    List<Alert> alerts() {
        return alerts;
    }

    Outcome run() throws InterruptedException {
        long start = System.nanoTime();
        List<String> remarks = new ArrayList<>();
        try (evaluator) {
            Path log = test.log();
            if (log == null) {
                Messages.of(test).forEach(message -> {
                    evaluator.correct(message.at());
                    take(message.message());
                });
            } else {
                MessageLog file =
                        FileLog.of(log, loaded.settings().decode().maxMessage().bytes());
                file.read(1, MessageLog.FOLLOW, this::take);
            }
            if (test.until() != null) {
                evaluator.correct(Moment.parse(test.until()).from(test.begins()));
            }
        } catch (LogException e) {
            remarks.add(String.valueOf(e.getMessage()));
        }
        evaluator.failures().forEach((rule, n) -> remarks.add("rule " + rule + " failed on " + n + " events"));
        Comparison comparison = new Comparison(loaded);
        List<Outcome.Line> lines = comparison.of(alerts, steps.derived());
        boolean passed = remarks.isEmpty() && lines.stream().allMatch(line -> line.verdict() == Outcome.Verdict.CAME);
        if (!passed) {
            remarks.addAll(Skipped.of(counters));
        }
        return new Outcome(
                loaded.file(),
                test.place().line(),
                test.name(),
                lines,
                remarks,
                passed,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void take(Message m) {
        gaps.before(m.timestamp(), evaluator.position());
        evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data()));
        gaps.behind(evaluator.position());
    }
}
