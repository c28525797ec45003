package io.tocsin.app;

import io.tocsin.model.Message;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.Receiver;

/** The source's end of a replay: each message decoded by the settings that apply to it, counted within the stretch alone. */
final class ReplayIntake implements Receiver {
    private final InputQueue queue;
    private final Journal journal;
    private final Stretch stretch;
    private final Counters counters;
    private int era;
    private Intake intake;
    private boolean isWarming;

    ReplayIntake(InputQueue queue, Journal journal, Stretch stretch, Counters counters) {
        this.queue = queue;
        this.journal = journal;
        this.stretch = stretch;
        this.counters = counters;
        this.isWarming = stretch.warm() < stretch.from();
        this.era = journal.era(stretch.warm());
        this.intake = intake(stretch.warm());
    }

    private Intake intake(long sequence) {
        return new Intake(
                queue,
                journal.settings(sequence).decode(),
                isWarming ? new Counters() : counters,
                false,
                Long.MAX_VALUE);
    }

    @Override
    public void message(Message message) throws InterruptedException {
        boolean warming = message.sequence() < stretch.from();
        if (warming != isWarming || journal.era(message.sequence()) != era) {
            isWarming = warming;
            era = journal.era(message.sequence());
            intake = intake(message.sequence());
        }
        intake.message(message);
    }

    @Override
    public void evicted(long from, long to) {
        intake.evicted(from, to);
    }
}
