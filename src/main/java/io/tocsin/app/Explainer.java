package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertSpec;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleTexts;
import io.tocsin.store.JournalEntry;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Finds out what led to an alert: replays its rule over the stretch before it, by the rules and settings of then. */
public final class Explainer {
    private final Course course;
    private final FoundAlert found;
    private final Alert change;

    /** The message whose rules the alert came by. */
    private final long place;

    /** @param course what the alert came by */
    public Explainer(Course course, FoundAlert found) {
        this.course = course;
        this.found = found;
        this.change = found.change();
        long sequence = change.sequence();
        // What came with rules that took over has the sequence of the message before.
        this.place = course.texts(sequence).parts(change.rule()).isEmpty() ? sequence + 1 : sequence;
    }

    /**
     * The rule as it was; the log is not needed.
     *
     * @param today the files of today, or null where they cannot be read
     */
    public Explanation.RuleThen rule(@Nullable List<RuleFile> today) {
        RuleTexts then = course.texts(place);
        JournalEntry.Rules entry = course.takeover(place);
        return new Explanation.RuleThen(
                entry == null ? null : entry.after(),
                entry == null || entry.after() < place,
                then.parts(change.rule()),
                today(then, today));
    }

    private Explanation.Today today(RuleTexts then, @Nullable List<RuleFile> files) {
        if (files == null) {
            return Explanation.Today.UNKNOWN;
        }
        RuleTexts now = RuleTexts.of(files);
        if (now.parts(change.rule()).isEmpty()) {
            return Explanation.Today.GONE;
        }
        return then.isSameIn(now, change.rule()) ? Explanation.Today.SAME : Explanation.Today.DIFFERENT;
    }

    /**
     * The messages to look at. Unless said otherwise they begin a horizon before the alert, and end behind the change.
     *
     * @param from the first one, or null
     * @param to the last one, or null
     * @param now epoch ms UTC, what distances count from
     */
    public Stretch stretch(MessageLog log, @Nullable ReplayBound from, @Nullable ReplayBound to, long now)
            throws LogException, RuleException, InterruptedException {
        Settings settings = course.journal().settings(place);
        // Where it was the clock, the next message is what moved it.
        ReplayBound last = to == null ? new ReplayBound.Sequence(change.sequence() + 1) : to;
        if (log instanceof FileLog file) {
            return Stretch.ofFile(file, settings.decode(), from, last).warmedWhole(1);
        }
        long span = course.horizon(place) + settings.clock().stall().toMillis();
        Stretch whole = Stretch.ofLog(log, from, last, now);
        if (from != null) {
            return whole.warmed(log, span);
        }
        MessageLog.Bounds kept = log.bounds();
        Alert begin = found.begin();
        long first = begin == null ? Stretch.firstFrom(log, kept, change.startedAt()) : begin.sequence();
        long shown = new Stretch(Math.max(first, kept.first()), whole.to())
                .warmed(log, span)
                .warm();
        return new Stretch(shown, whole.to()).warmed(log, span);
    }

    /**
     * Replays what led to it.
     *
     * @param rule as {@link #rule} gives it
     * @param wanted the messages to look at
     * @param all whether all of them are, in place of those within a horizon before the change
     * @param most how many steps are kept, the last ones
     * @param progress told now and then of the last sequence evaluated
     */
    public Explanation explain(
            MessageLog log, Explanation.RuleThen rule, Stretch wanted, boolean all, int most, LongConsumer progress)
            throws LogException, RuleException, InterruptedException {
        Course alone = course.only(Set.of(change.rule()));
        Stretch stretch = alone.within(wanted);
        Evidence evidence = new Evidence(
                change,
                keyColumns(alone),
                course.texts(place).services(change.rule()),
                all ? Long.MIN_VALUE : change.time() - course.horizon(place),
                most,
                wanted.to() > change.sequence() + 1);
        new Replay(alone, log, new Pace(Pace.MAX), alert -> {}, evidence, progress).run(stretch);
        return new Explanation(
                found,
                rule,
                stretch,
                log.bounds().first(),
                log.describe(),
                evidence.sensors(),
                evidence.since(),
                evidence.steps(),
                evidence.seen(),
                evidence.isComplete());
    }

    private List<String> keyColumns(Course alone) throws RuleException, InterruptedException {
        return alone.rules(place).rules().stream()
                .filter(rule -> rule.name().equals(change.rule()))
                .map(Rule::alert)
                .filter(Objects::nonNull)
                .map(AlertSpec::key)
                .findFirst()
                .orElse(List.of());
    }
}
