package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Message;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.Commit;
import io.tocsin.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ticks that run ahead of messages with an earlier log timestamp move the clock as no message says; the journal says it. So
 * the log and the journal together tell what was told live, over restarts too.
 */
class TickRaceTest {
    private static final Settings SETTINGS = settings();
    private static final String SINK = "sink";
    private static final int MANY = 1_000_000;

    /** How far a tick may run ahead of the next message, ms: beyond the stall it moves the clock further than that. */
    private static final int AHEAD = 150_000;

    private static final int SENSORS = 1000;
    private static final long HORIZON = SETTINGS.rules().horizon().toMillis();

    private static final Checkpoint START = new Checkpoint(0, ClockState.START);

    private static @Nullable RuleSet rules;

    /** Ticks that run so far ahead find the feed quiet: that is for another test. */
    private static Settings settings() {
        Settings d = Settings.defaults();
        Settings.Feed feed =
                new Settings.Feed(d.feed().down(), Duration.ofDays(1), d.feed().grace());
        return new Settings(d.log(), d.decode(), d.ttl(), d.clock(), feed, d.rules(), d.state(), d.sinks());
    }

    @BeforeAll
    static void compile() throws Exception {
        rules = new RuleCompiler(SETTINGS).compile(new RuleFolder(Path.of("epl")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aReplayWithTheJournalTellsWhatWasToldLive(long seed, @TempDir Path folder) throws Exception {
        List<Message> log = Plants.log(seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (Store store = Store.open(folder)) {
            int from = 0;
            while (from < log.size()) {
                int to = Math.min(log.size(), from + 200 + random.nextInt(600));
                session(store, log, from, to, random);
                from = to;
            }
            List<String> live = store.outbox().take(SINK, 0, MANY).stream()
                    .map(w ->
                            AlertJson.write(Objects.requireNonNull(w.outgoing().alert())))
                    .toList();
            List<Commit.Correction> journal = store.correctionsAfter(0);
            Checkpoint end = store.checkpoint().orElseThrow();

            assertThat(live).hasSizeGreaterThan(100);
            assertThat(journal).hasSizeGreaterThan(10);
            assertThat(replay(log, end, journal)).isEqualTo(live);
            assertThat(replay(log, end, List.of()))
                    .as("without the journal the race shows")
                    .isNotEqualTo(live);
        }
    }

    /**
     * The service's engine from start to end: rebuilt from the log and the journal, fed, stopped behind a tick or a message.
     * Nobody writes marks here, so the journal keeps everything.
     */
    private static void session(Store store, List<Message> log, int from, int to, SplittableRandom random)
            throws Exception {
        Checkpoint at = store.checkpoint().orElse(START);
        if (from == 0) {
            store.commit(Commit.place(at, 0, List.of(), Warmup.known(rules().rules())));
        }
        RuleCounts counts = new RuleCounts();
        Committer committer = new Committer(store, List.of(SINK), null, at, counts, sinks -> {});
        Router router = new Router(rules().rules(), committer::alert);
        Warmup warmup = new Warmup(
                rules(),
                Journal.of(SETTINGS, store.correctionsAfter(0)),
                Mark.empty(START),
                store.knownRules(),
                router::learn);
        warmup.feed(new MemoryLog(log), at);

        InputQueue queue = new InputQueue();
        MarkKeeper marks = new MarkKeeper(store.marks(), new LastEvents(SENSORS), HORIZON, HORIZON, START);
        DerivedEvents derived = new DerivedEvents(store.producer(), store.derived());
        OutboxLimit noLimit = new OutboxLimit(store.outbox(), List.of(SINK), Long.MAX_VALUE, new Counters());
        FeedGaps gaps = new FeedGaps(SETTINGS.feed(), router, committer::journal);
        EngineLoop loop = new EngineLoop(
                queue, warmup.evaluator(), router, derived, committer, marks, gaps, noLimit, counts, new Counters());
        loop.unmute(rules(), warmup.scratch(), store.openAlerts(), store.knownRules(), List.of(), List.of());
        Decoder decoder = new Decoder(SETTINGS.decode(), new Counters());
        for (Message m : log.subList(from, to)) {
            queue.put(new Input.Received(m.sequence(), m.timestamp(), decoder.decode(m.data())));
            if (random.nextInt(10) == 0) {
                queue.put(new Input.Tick(m.timestamp() + random.nextInt(AHEAD)));
            }
        }
        queue.put(new Input.End());
        loop.run();
    }

    /** What a fresh engine tells of the whole log. */
    private static List<String> replay(List<Message> log, Checkpoint to, List<Commit.Correction> journal)
            throws Exception {
        List<Alert> alerts = new ArrayList<>();
        Router router = new Router(rules().rules(), alerts::add);
        Warmup warmup = new Warmup(
                rules(), Journal.of(SETTINGS, journal), Mark.empty(START), Warmup.known(rules().rules()), event -> {});
        try (var evaluator = warmup.evaluator()) {
            evaluator.steps(
                    new Consequences(router, new DerivedEvents("me", 0), event -> {}, event -> {}, new Counters()));
            warmup.feed(new MemoryLog(log), to);
        }
        return alerts.stream().map(AlertJson::write).toList();
    }

    private static RuleSet rules() {
        return Objects.requireNonNull(rules);
    }
}
