package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.RuleStatus;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.evaluate.EvaluationCounts;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.Commit;
import io.tocsin.store.JournalEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine's thread: takes inputs in order, evaluates, routes, commits. Everything it holds belongs to it alone; others
 * reach it by {@link Input.Task}.
 */
final class EngineLoop implements Runnable {
    /** The method that does it, for who looks at the stack. */
    static final String EVALUATION = "handle";

    private static final long IDLE_MS = 200;

    private final InputQueue queue;
    private final Router router;
    private final DerivedEvents derived;
    private final Committer committer;
    private final MarkKeeper marks;
    private final FeedGaps gaps;
    private final OutboxLimit outbox;
    private final RuleCounts counted;
    private final Consequences consequences;

    private final long derivedBefore;

    private Evaluator evaluator;
    /** What evaluators before this one have seen, and what this one saw muted. */
    private EvaluationCounts before = EvaluationCounts.NONE;

    private EvaluationCounts muted;
    private @Nullable Tail tail;
    private long tickedTo = ClockState.UNSET;
    private boolean resumed = true;
    private long left;
    private volatile Checkpoint position;
    private volatile RuleSet rules;
    private volatile boolean evaluating;
    private volatile boolean heldWanted;
    private volatile @Nullable Map<String, Long> held;

    EngineLoop(
            InputQueue queue,
            Evaluator evaluator,
            Router router,
            DerivedEvents derived,
            Committer committer,
            MarkKeeper marks,
            FeedGaps gaps,
            OutboxLimit outbox,
            RuleCounts counted,
            Counters counters) {
        this.queue = queue;
        this.evaluator = evaluator;
        this.router = router;
        this.derived = derived;
        this.derivedBefore = derived.number();
        this.committer = committer;
        this.marks = marks;
        this.gaps = gaps;
        this.outbox = outbox;
        this.counted = counted;
        this.consequences = new Consequences(router, derived, committer::event, marks::event, counters, counted::row);
        this.position = evaluator.position();
        this.rules = evaluator.rules();
        this.muted = evaluator.counts();
        evaluator.steps(consequences);
    }

    /**
     * Takes over what the store holds, and the rules where they are not the ones it reflects. Before the thread starts.
     *
     * @param scratch what new and changed rules have open, or null
     * @param statuses what is known of rules
     * @param journal what is new since the process before
     */
    void unmute(
            RuleSet rules,
            @Nullable Router scratch,
            Collection<OpenAlert> openAlerts,
            Collection<Commit.KnownRule> known,
            Collection<RuleStatus> statuses,
            List<JournalEntry> journal) {
        router.restore(openAlerts);
        List<RuleCounts.Identified> identified = RuleCounts.identified(rules.rules());
        counted.rules(identified, evaluator.position(), statuses);
        journal.forEach(committer::journal);
        List<Commit.KnownRule> now = Warmup.known(rules.rules());
        if (!Set.copyOf(now).equals(Set.copyOf(known))) {
            replaceRules(rules, scratch, identified, now);
            store();
        } else if (!journal.isEmpty()) {
            store();
        }
    }

    private void replaceRules(
            RuleSet rules,
            @Nullable Router scratch,
            List<RuleCounts.Identified> identified,
            List<Commit.KnownRule> known) {
        Checkpoint at = evaluator.position();
        counted.rules(identified, at, List.of());
        router.replaceRules(rules.rules(), scratch, at.clock().clock(), at.sequence());
        committer.rules(known);
    }

    /** Stores what has come of everything so far. On the engine's thread. */
    Checkpoint store() {
        Checkpoint at = evaluator.position();
        committer.commit(at, router, derived.number());
        return at;
    }

    /**
     * Runs until {@link Input.End}; what was taken in before it is finished and stored. While the outbox is full it takes
     * nothing in, and a stop then ends it at the message it has reached.
     */
    @Override
    public void run() {
        List<Input> batch = new ArrayList<>();
        try {
            boolean goesOn = outbox.awaitRoom();
            while (goesOn) {
                batch.clear();
                queue.take(batch, IDLE_MS);
                evaluating = true;
                goesOn = handle(batch);
                evaluating = false;
                if (heldWanted) {
                    heldWanted = false;
                    held = evaluator.held();
                }
                Checkpoint at = evaluator.position();
                committer.commitIfDue(at, router, derived.number());
                position = at; // who waits for a message to be evaluated finds in the store what came of it
            }
            store();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
            evaluator.close();
        }
    }

    /** Answers whether to go on after this batch. */
    private boolean handle(List<Input> batch) throws InterruptedException {
        for (int i = 0; i < batch.size(); i++) {
            Input input = batch.get(i);
            handle(input);
            if (input instanceof Input.End) {
                return false;
            }
            if (outbox.isReachedWith(committer.pending())) {
                position = store();
                if (!outbox.awaitRoom()) {
                    left = batch.subList(i + 1, batch.size()).stream()
                            .mapToLong(Input::events)
                            .sum();
                    return false;
                }
            }
        }
        return true;
    }

    private void handle(Input input) {
        if (input instanceof Input.Received m) {
            gaps.before(m.timestamp(), evaluator.position());
            journalTick(m);
            evaluator.message(m.sequence(), m.timestamp(), m.readings());
            if (m.letter() != null) {
                committer.letter(m.letter());
            }
            Checkpoint place = evaluator.position();
            gaps.behind(place);
            marks.passed(place);
        } else if (input instanceof Input.Tick tick) {
            gaps.before(tick.brokerTime(), evaluator.position());
            tickedTo = Math.max(tickedTo, tick.brokerTime());
            evaluator.tick(tick.brokerTime());
        } else if (input instanceof Input.Down down) {
            gaps.down(down.brokerTime(), evaluator.position());
            return;
        } else if (input instanceof Input.Task task) {
            task.work().run();
            return;
        }
        if (tail != null) {
            tail.add(input instanceof Input.Received m ? m.withoutLetter() : input);
        }
    }

    /** A tick only does early what the next message does first; where the message's timestamp says otherwise, it is noted. */
    private void journalTick(Input.Received m) {
        if (tickedTo == ClockState.UNSET && !resumed) {
            return;
        }
        ClockState clock = evaluator.position().clock();
        boolean early = Math.max(clock.logTime(), m.timestamp()) < tickedTo;
        // Behind a checkpoint nobody knows any more whether a tick had moved the clock.
        if (clock.isSet() && (early || resumed)) {
            committer.correction(m.sequence(), clock.clock());
        }
        tickedTo = ClockState.UNSET;
        resumed = false;
    }

    /** The place behind the last batch; what is to be sent by then waits in the outbox. Safe for any thread. */
    Checkpoint position() {
        return position;
    }

    /** The rules that run. Safe for any thread. */
    RuleSet rules() {
        return rules;
    }

    /** Whether messages are being evaluated just now. Safe for any thread. */
    boolean isEvaluating() {
        return evaluating;
    }

    /** Has the engine count what each statement holds, soon. Safe for any thread. */
    void askHeld() {
        heldWanted = true;
    }

    /** What each statement held when last counted, or null if it was taken. For one thread beside the engine's. */
    @Nullable
    Map<String, Long> takeHeld() {
        Map<String, Long> taken = held;
        if (taken != null) {
            held = null;
        }
        return taken;
    }

    /** What was evaluated unmuted. */
    private EvaluationCounts counts() {
        return before.plus(evaluator.counts()).minus(muted);
    }

    /** What became of everything since the start of the process. Once this thread has ended, and the source's. */
    Totals totals(Counters counters, List<Totals.OfSink> sinks) {
        counters.eventsLeft(left + queue.drain());
        return Totals.of(
                counters, counts(), router.counts(), committer.alerts(), derived.number() - derivedBefore, sinks);
    }

    /** Begins to keep what is evaluated from here on, for an engine that is being warmed. On the engine's thread. */
    Checkpoint beginTail(Tail kept) {
        Checkpoint at = store();
        tail = kept;
        return at;
    }

    /** Gives up a tail. On the engine's thread. */
    void endTail() {
        tail = null;
    }

    /** Feeds a warmed engine the rest of the tail. On the engine's thread. */
    void catchUp(Warmup warmup) {
        Objects.requireNonNull(tail, "catchUp follows beginTail").drain(warmup::feed);
    }

    /**
     * Goes over to a warmed engine that has caught up; nothing may fail any more. What comes of it is stored by the next commit,
     * with what follows, or undone with it. On the engine's thread.
     *
     * @return the engine that ran before, for the caller to close: that takes a while
     */
    Evaluator takeOver(Takeover next) {
        Warmup warmup = next.warmup();
        tail = null;
        Evaluator old = evaluator;
        before = counts();
        evaluator = warmup.evaluator();
        rules = warmup.rules();
        muted = evaluator.counts();
        evaluator.steps(consequences);
        if (next.changed() != null) {
            tell(next.changed());
        }
        committer.journal(next.entry(evaluator.position()));
        replaceRules(warmup.rules(), warmup.scratch(), next.counted(), next.known());
        marks.horizon(next.horizon());
        old.leaveThread();
        return old;
    }

    /**
     * From the next message on these settings apply. On the engine's thread.
     *
     * @return the last message before
     */
    long tune(Settings changed) {
        tell(changed);
        return store().sequence();
    }

    private void tell(Settings changed) {
        committer.journal(Journal.tuned(changed, evaluator.position()));
        evaluator.settings(changed);
    }

    /** The rules that run stand at other places of the files. On the engine's thread. */
    void moved(RuleSet rules) {
        counted.rules(RuleCounts.identified(rules.rules()), evaluator.position(), List.of());
    }
}
