package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Readings;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Rules;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.Commit;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineLoopTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Settings SETTINGS = Settings.defaults();
    private static final String SINK = "sink";
    private static final long TIME = 1_767_225_600_000L;
    private static final RuleSet RULES = Rules.of(
            """
            @Name('every') @Alert(severity = 'info', each = true, summary = '') select host, metric from Metric;
            """);

    private static EngineLoop loop(Store store, InputQueue queue) throws Exception {
        Checkpoint start = new Checkpoint(0, ClockState.START);
        RuleCounts counts = new RuleCounts();
        Committer committer = new Committer(store, List.of(SINK), null, start, counts, sinks -> {});
        Router router = new Router(RULES.rules(), committer::alert);
        Warmup warmup = new Warmup(
                RULES, Journal.of(SETTINGS, List.of()), Mark.empty(start), store.knownRules(), router::learn);
        EngineLoop loop = new EngineLoop(
                queue,
                warmup.evaluator(),
                router,
                new DerivedEvents(store.producer(), store.derived()),
                committer,
                new MarkKeeper(store.marks(), new LastEvents(1), 0, 0, start),
                new FeedGaps(SETTINGS.feed(), router, committer::journal),
                new OutboxLimit(store.outbox(), List.of(SINK), Long.MAX_VALUE, new Counters()),
                counts,
                new Counters());
        loop.unmute(RULES, warmup.scratch(), List.of(), store.knownRules(), List.of(), List.of());
        return loop;
    }

    /** The engine must not stand still for the disk; what it has not stored, a crash undoes as a whole. */
    @Test
    void aTakeoverIsStoredByTheNextCommit(@TempDir Path folder) throws Exception {
        Checkpoint start = new Checkpoint(0, ClockState.START);
        RuleSet next = Rules.of(
                """
                @Name('other') @Alert(severity = 'info', each = true, summary = '') select host from Metric;
                """);
        try (Store store = Store.open(folder)) {
            EngineLoop loop = loop(store, new InputQueue());
            List<JournalEntry> before = store.journal();
            List<Commit.KnownRule> known = store.knownRules();
            loop.beginTail(new Tail());
            Warmup warmup = new Warmup(
                    next, Journal.of(SETTINGS, List.of()), Mark.empty(start), store.knownRules(), metric -> {});
            loop.takeOver(Takeover.of(warmup, start, 0, null)).close();
            assertThat(loop.rules()).isSameAs(next);
            assertThat(store.journal()).isEqualTo(before);
            assertThat(store.knownRules()).isEqualTo(known);

            loop.store();
            assertThat(store.journal()).last().isEqualTo(Journal.takeover(next, start, start));
            assertThat(store.knownRules()).isEqualTo(Warmup.known(next.rules()));
            warmup.evaluator().close();
        }
    }

    /** Who waits for a place asks next whether everything was sent. */
    @Test
    void aPlaceIsReachedOnceWhatCameOfItIsStored(@TempDir Path folder) throws Exception {
        InputQueue queue = new InputQueue();
        try (Store store = Store.open(folder)) {
            EngineLoop loop = loop(store, queue);
            Thread engine = new Thread(loop, "test-engine");
            queue.put(new Input.Received(
                    1, TIME, new Readings("h", TIME, null, null, null, new String[] {"p"}, new double[] {1})));
            Store committing = store;
            synchronized (committing) {
                engine.start();
                await().atMost(LIMIT).until(() -> engine.getState() == Thread.State.BLOCKED);
                assertThat(loop.position().sequence()).isZero();
            }
            await().atMost(LIMIT).until(() -> loop.position().sequence() == 1);
            assertThat(store.outbox().waiting(List.of(SINK))).isEqualTo(1);
            queue.put(new Input.End());
            engine.join(LIMIT.toMillis());
            assertThat(engine.isAlive()).isFalse();
        }
    }
}
