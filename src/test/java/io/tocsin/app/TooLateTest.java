package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is too late is so by clock and time alone: a rebuild leaves out the same events, and nothing is counted twice. */
class TooLateTest {
    private static final Settings SETTINGS = settings();

    private static final int STRETCH = 1000;

    private static Settings settings() {
        Settings d = Settings.defaults();
        Settings.Clock c = d.clock();
        Settings.Clock clock = new Settings.Clock(c.tolerance(), c.stall(), c.leap(), Duration.ofSeconds(20));
        return new Settings(d.log(), d.decode(), d.ttl(), clock, d.feed(), d.rules(), d.state(), d.sinks());
    }

    private static final class Run implements Steps {
        final List<Metric> events = new ArrayList<>();
        final List<Checkpoint> places = new ArrayList<>();
        long late;

        @Override
        public void timer(long time, long sequence, List<Row> rows) {}

        @Override
        public void clock(long time, long sequence) {}

        @Override
        public void event(Metric event, List<Row> rows) {
            events.add(event);
            late += event.time() < event.seen() ? 1 : 0;
        }
    }

    private static RuleSet rules() throws Exception {
        return new RuleCompiler(SETTINGS).compile(new RuleFolder(Path.of("epl")));
    }

    @Test
    void aRebuildLeavesOutTheSameEvents() throws Exception {
        List<Message> log = Plants.log(7);
        RuleSet rules = rules();
        Run straight = new Run();
        Decoder decoder = new Decoder(SETTINGS.decode(), new Counters());
        try (Evaluator evaluator = new Evaluator(rules, SETTINGS, new Checkpoint(0, ClockState.START), straight)) {
            for (Message m : log) {
                evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data()));
                straight.places.add(evaluator.position());
            }
        }
        for (int from = 0; from + STRETCH < log.size(); from += STRETCH / 2) {
            Checkpoint mark = straight.places.get(from);
            Checkpoint to = straight.places.get(from + STRETCH);
            List<Metric> rebuilt = new ArrayList<>();
            Warmup warmup = new Warmup(
                    rules,
                    Journal.of(SETTINGS, List.of()),
                    Mark.empty(mark),
                    Warmup.known(rules.rules()),
                    rebuilt::add);
            try (Evaluator evaluator = warmup.evaluator()) {
                warmup.feed(new MemoryLog(log), to);
                assertThat(evaluator.position()).isEqualTo(to);
            }
            assertThat(rebuilt)
                    .isNotEmpty()
                    .isEqualTo(straight.events.stream()
                            .filter(e -> e.sequence() > mark.sequence() && e.sequence() <= to.sequence())
                            .toList());
        }
    }

    @Test
    void aReplayCountsEachEventOnceAsEvaluatedOrAsTooLate() throws Exception {
        List<Message> log = Plants.log(7);
        Counters decoded = new Counters();
        Decoder decoder = new Decoder(SETTINGS.decode(), decoded);
        Run run = new Run();
        RuleSet rules = rules();
        try (Evaluator evaluator = new Evaluator(rules, SETTINGS, new Checkpoint(0, ClockState.START), run)) {
            log.forEach(m -> evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data())));
        }

        ReplaySummary summary = new Replay(
                        Course.of(SETTINGS, rules), new MemoryLog(log), new Pace(Pace.MAX), alert -> {}, sequence -> {})
                .run(new Stretch(1, log.size()));

        assertThat(summary.events()).isEqualTo(run.events.size());
        assertThat(summary.late()).as("late and evaluated").isEqualTo(run.late).isPositive();
        assertThat(summary.items()).isEqualTo(decoded.items());
        assertThat(summary.skippedItems())
                .containsEntry(SkippedItem.TOO_LATE.label(), decoded.events() - run.events.size());
        assertThat(summary.skippedItems().get(SkippedItem.TOO_LATE.label())).isGreaterThan(100);
        assertThat(summary.items())
                .isEqualTo(summary.events()
                        + summary.skippedItems().values().stream()
                                .mapToLong(n -> n)
                                .sum());
    }
}
