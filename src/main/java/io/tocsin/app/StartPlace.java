package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.config.Start;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Message;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.LogResetException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.store.Commit;
import io.tocsin.store.Store;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the place in the log behind which a start goes on: the store's checkpoint, else where {@code log.start} says. */
final class StartPlace {
    private static final Logger log = LoggerFactory.getLogger(StartPlace.class);

    private final Settings settings;
    private final RuleSet rules;
    private final Store store;
    private final MessageLog source;

    StartPlace(Settings settings, RuleSet rules, Store store, MessageLog source) {
        this.settings = settings;
        this.rules = rules;
        this.store = store;
        this.source = source;
    }

    /**
     * The place; when this returns, the store holds it.
     *
     * @param acceptReset whether the log is no longer the one that was read, and is to be read from its beginning
     * @throws LogResetException if it is no longer that one, and this is not accepted
     * @throws IllegalArgumentException if it still is, though a reset is to be accepted
     */
    Checkpoint find(boolean acceptReset) throws LogException, InterruptedException {
        Optional<Checkpoint> stored = store.checkpoint();
        if (acceptReset) {
            requireReset(stored.orElse(null));
            return beginAnew();
        }
        return stored.isPresent() ? goOn(stored.get()) : begin();
    }

    private Checkpoint goOn(Checkpoint at) throws LogException, InterruptedException {
        verify(at);
        store.forgetJournalBefore(source.bounds().first());
        return at;
    }

    private void verify(Checkpoint at) throws LogException, InterruptedException {
        long logTime = at.clock().logTime();
        source.verify(at.sequence(), logTime == ClockState.UNSET ? Message.NO_TIMESTAMP : logTime);
    }

    private Checkpoint begin() throws LogException, InterruptedException {
        MessageLog.Bounds kept = source.bounds();
        Start start = settings.log().start();
        if (start instanceof Start.At at) {
            return beginAt(at.millis(), kept);
        }
        if (start instanceof Start.Ago ago) {
            return beginAt(System.currentTimeMillis() - ago.distance().toMillis(), kept);
        }
        Checkpoint at = behind(start instanceof Start.New ? kept.last() : kept.first() - 1);
        store.commit(first(at, at, Warmup.known(rules.rules())));
        store.marks().add(Mark.empty(at), List.of(), ClockState.UNSET);
        log.info("{}: first start, from message {}; windows fill from here", source.describe(), at.sequence() + 1);
        return at;
    }

    /** No rule is known: what is open at the time then rings there, as after a reload of new rules. */
    private Checkpoint beginAt(long time, MessageLog.Bounds kept) throws LogException, InterruptedException {
        long lead = rules.horizon(settings) + settings.clock().stall().toMillis();
        Checkpoint at = behind(Stretch.firstFrom(source, kept, time) - 1);
        Checkpoint from = behind(Stretch.firstFrom(source, kept, time - lead) - 1);
        store.commit(first(at, from, List.of()));
        store.marks().add(Mark.empty(from), List.of(), ClockState.UNSET);
        log.info(
                "{}: first start at {}, from message {}; {}",
                source.describe(),
                UtcTime.format(time),
                at.sequence() + 1,
                from.equals(at)
                        ? "windows fill from here, as the log keeps nothing of the horizon before"
                        : "windows are filled from message " + (from.sequence() + 1) + " on, what is open then rings");
        return at;
    }

    private static Checkpoint behind(long sequence) {
        return new Checkpoint(sequence, ClockState.START);
    }

    private Commit first(Checkpoint at, Checkpoint from, @Nullable List<Commit.KnownRule> known) {
        return Commit.place(at, store.derived(), Journal.changes(List.of(), settings, rules, at, from), known);
    }

    private void requireReset(@Nullable Checkpoint stored) throws LogException, InterruptedException {
        if (stored != null) {
            try {
                verify(stored);
            } catch (LogResetException e) {
                log.warn("{}", e.found());
                return;
            }
        }
        throw new IllegalArgumentException(source.describe()
                + (stored == null ? ": nothing was read from it yet" : ": it is still the log that was read")
                + ", there is no reset to accept; start without --accept-reset");
    }

    /** The rules that the store knows stay, so that alerts of one that has gone meanwhile are resolved. */
    private Checkpoint beginAnew() throws LogException, InterruptedException {
        Checkpoint at = behind(source.bounds().first() - 1);
        store.beginAnew(first(at, at, null));
        store.marks().add(Mark.empty(at), List.of(), ClockState.UNSET);
        log.warn(
                "the reset is accepted: reading from message {}; windows fill from here. {} alerts stay open until their"
                        + " sensors report, {} entries still wait to be sent",
                at.sequence() + 1,
                store.openAlerts().size(),
                store.outbox().waitingBySink().values().stream()
                        .mapToLong(n -> n)
                        .sum());
        return at;
    }
}
