package io.tocsin.app;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.OpenAlert;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.Commit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine's thread: takes inputs in order, evaluates, routes, commits. Everything it holds belongs to it alone; others
 * reach it by {@link Input.Task}.
 */
final class EngineLoop implements Runnable {
    private static final long IDLE_MS = 200;

    private final InputQueue queue;
    private final Router router;
    private final DerivedEvents derived;
    private final Committer committer;
    private final Consequences consequences;

    private Evaluator evaluator;
    private @Nullable Tail tail;
    private long tickedTo = ClockState.UNSET;
    private boolean resumed = true;
    private volatile Checkpoint position;

    EngineLoop(InputQueue queue, Evaluator evaluator, Router router, DerivedEvents derived, Committer committer) {
        this.queue = queue;
        this.evaluator = evaluator;
        this.router = router;
        this.derived = derived;
        this.committer = committer;
        this.consequences = new Consequences(router, derived, committer::event);
        this.position = evaluator.position();
        evaluator.steps(consequences);
    }

    /**
     * Takes over what the store holds, and the rules where they are not the ones it reflects. Before the thread starts.
     *
     * @param scratch what new and changed rules have open, or null
     */
    void unmute(
            RuleSet rules,
            @Nullable Router scratch,
            Collection<OpenAlert> openAlerts,
            Collection<Commit.KnownRule> known) {
        router.restore(openAlerts);
        if (!Set.copyOf(Warmup.known(rules.rules())).equals(Set.copyOf(known))) {
            replaceRules(rules, scratch);
        }
    }

    private void replaceRules(RuleSet rules, @Nullable Router scratch) {
        Checkpoint at = evaluator.position();
        router.replaceRules(rules.rules(), scratch, at.clock().clock(), at.sequence());
        committer.rules(Warmup.known(rules.rules()));
        committer.commit(at, router, derived.number());
    }

    /** Runs until {@link Input.End}; what was taken in before it is finished and stored. */
    @Override
    public void run() {
        List<Input> batch = new ArrayList<>();
        try {
            boolean ended = false;
            while (!ended) {
                batch.clear();
                queue.take(batch, IDLE_MS);
                for (Input input : batch) {
                    handle(input);
                    ended |= input instanceof Input.End;
                }
                position = evaluator.position();
                committer.commitIfDue(position, router, derived.number());
            }
            committer.commit(position, router, derived.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            queue.close();
            evaluator.close();
        }
    }

    private void handle(Input input) {
        if (input instanceof Input.Received m) {
            journalTick(m);
            evaluator.message(m.sequence(), m.timestamp(), m.readings());
            committer.passed(evaluator.position());
        } else if (input instanceof Input.Tick tick) {
            tickedTo = Math.max(tickedTo, tick.brokerTime());
            evaluator.tick(tick.brokerTime());
        } else if (input instanceof Input.Task task) {
            task.work().run();
            return;
        }
        if (tail != null) {
            tail.add(input);
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

    /** The place behind the last batch. Safe for any thread. */
    Checkpoint position() {
        return position;
    }

    /** Begins to keep what is evaluated from here on, for an engine that is being warmed. On the engine's thread. */
    Checkpoint beginTail(Tail kept) {
        Checkpoint at = evaluator.position();
        committer.commit(at, router, derived.number());
        tail = kept;
        return at;
    }

    /** Gives up a tail. On the engine's thread. */
    void endTail() {
        tail = null;
    }

    /** Goes over to a warmed engine, which has seen all but the rest of the tail. On the engine's thread. */
    void swap(Warmup warmup) {
        Tail kept = Objects.requireNonNull(tail, "swap follows beginTail");
        kept.drain(warmup::feed);
        tail = null;
        Evaluator old = evaluator;
        evaluator = warmup.evaluator();
        evaluator.steps(consequences);
        replaceRules(warmup.rules(), warmup.scratch());
        old.close();
    }
}
