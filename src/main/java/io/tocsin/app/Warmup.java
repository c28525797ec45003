package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.Json;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.Commit;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one operation behind start, recovery and reload: an engine built from a rule set, started at a mark, fed the log from
 * there with its outputs muted. Rows of rules that the store already knows are dropped; those of new and changed rules run
 * through routing on scratch state.
 */
final class Warmup {
    private final Journal journal;
    private final RuleSet rules;
    private final Evaluator evaluator;
    private final @Nullable Router scratch;
    private int era;
    private long messages;
    private long evicted;
    private long completeFrom;

    /**
     * Starts an engine at a mark.
     *
     * @param journal what applies to the messages behind the mark
     * @param known the rules whose rows the store reflects
     * @param learn told of every event, those of the mark first
     */
    Warmup(RuleSet rules, Journal journal, Mark mark, List<Commit.KnownRule> known, Consumer<Metric> learn) {
        this.journal = journal;
        this.rules = rules;
        this.completeFrom = mark.at().clock().clock();
        Set<String> fresh = fresh(rules, known);
        this.scratch = fresh.isEmpty() ? null : new Router(rules.rules(), alert -> {});
        this.era = journal.era(mark.at().sequence() + 1);
        Settings settings = journal.change(era).settings();
        this.evaluator = new Evaluator(rules, settings, mark, new Muted(scratch, fresh, learn));
    }

    /** Names of the alert rules that the store does not know as they are now. */
    private static Set<String> fresh(RuleSet rules, List<Commit.KnownRule> known) {
        Map<String, Commit.KnownRule> byName =
                known.stream().collect(Collectors.toMap(Commit.KnownRule::name, Function.identity()));
        return rules.rules().stream()
                .filter(rule -> rule.alert() != null && !known(rule).equals(byName.get(rule.name())))
                .map(Rule::name)
                .collect(Collectors.toSet());
    }

    private static Commit.KnownRule known(Rule rule) {
        return new Commit.KnownRule(
                rule.name(),
                rule.fingerprint(),
                rule.alert() == null ? "" : Json.array(rule.alert().key()));
    }

    static List<Commit.KnownRule> known(Collection<Rule> rules) {
        return rules.stream().map(Warmup::known).toList();
    }

    /** Feeds the log behind the mark up to and with {@code to}: read and decoded on another thread, evaluated on this one. */
    void feed(MessageLog log, Checkpoint to) throws LogException, InterruptedException {
        long from = evaluator.position().sequence() + 1;
        if (from <= to.sequence()) {
            LogFeed feed = new LogFeed(log, "tocsin-warm-source");
            Feeding feeding = new Feeding(journal.corrections(from), to.clock().clock());
            feed.run(from, to.sequence(), new WarmIntake(feed.queue(), journal, from, feeding), feeding);
        }
        obey(to.sequence() + 1);
        evaluator.resume(to);
    }

    /** Evaluates what the log still has, and notes from where on that is all. */
    private final class Feeding implements LogFeed.Taker<RuntimeException>, WarmIntake.Evicted {
        private final Deque<Commit.Correction> due;
        private final long end;
        private boolean gap;

        Feeding(Deque<Commit.Correction> due, long end) {
            this.due = due;
            this.end = end;
        }

        @Override
        public void message(Input.Received m) {
            obey(m.sequence());
            while (!due.isEmpty() && due.getFirst().sequence() <= m.sequence()) {
                evaluator.correct(due.removeFirst().clock());
            }
            evaluator.message(m.sequence(), m.timestamp(), m.readings());
            messages++;
            if (gap && evaluator.position().clock().isSet()) {
                completeFrom = evaluator.position().clock().clock();
                gap = false;
            }
        }

        @Override
        public void evicted(long lost) {
            evicted += lost;
            completeFrom = end;
            gap = true;
        }
    }

    /** Brings the engine to the settings of a message. */
    private void obey(long sequence) {
        while (era < journal.era(sequence)) {
            journal.change(++era).tell(evaluator);
        }
    }

    /** Evaluates what the running engine has evaluated meanwhile. */
    void feed(Input input) {
        if (input instanceof Input.Received m) {
            evaluator.message(m.sequence(), m.timestamp(), m.readings());
            messages++;
        } else if (input instanceof Input.Tick tick) {
            evaluator.tick(tick.brokerTime());
        }
    }

    RuleSet rules() {
        return rules;
    }

    Evaluator evaluator() {
        return evaluator;
    }

    @Nullable
    Router scratch() {
        return scratch;
    }

    /** Messages fed so far. */
    long messages() {
        return messages;
    }

    /** What the rules lack of the past at the place they were fed to. */
    Lack lack(Checkpoint at, Settings settings) {
        return Lack.of(rules, at, completeFrom, evicted, rules.horizon(settings));
    }

    private record Muted(@Nullable Router scratch, Set<String> fresh, Consumer<Metric> learn) implements Steps {
        @Override
        public void timer(long time, long sequence, List<Row> rows) {
            if (scratch != null) {
                scratch.advance(time, sequence);
                scratch.step(time, sequence, null, rows);
            }
        }

        @Override
        public void clock(long time, long sequence) {
            if (scratch != null) {
                scratch.advance(time, sequence);
            }
        }

        @Override
        public void leap(long time, long sequence) {
            if (scratch != null) {
                scratch.leap(time, sequence);
            }
        }

        @Override
        public void event(Metric event, List<Row> rows) {
            learn.accept(event);
            if (scratch != null) {
                scratch.step(event.seen(), event.sequence(), event, rows);
            }
        }

        /** Rows that the store has seen, or will not. */
        @Override
        public boolean passesOver(Rule rule) {
            return fresh.isEmpty()
                    || (!fresh.contains(rule.name()) && rule.resolves().stream().noneMatch(fresh::contains));
        }
    }
}
