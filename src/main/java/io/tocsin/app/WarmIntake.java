package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.Receiver;
import io.tocsin.pipeline.decode.Decoder;

/** The source's end of a warm-up: each message decoded by the settings that applied to it, none counted again. */
final class WarmIntake implements Receiver {
    private final InputQueue queue;
    private final Journal journal;
    private final Evicted evicted;
    private int era;
    private Decoder decoder;

    /** Told between two messages, on the thread that takes them, that those before the next are gone. */
    interface Evicted {
        void evicted(long messages);
    }

    /** @param from the first message that comes */
    WarmIntake(InputQueue queue, Journal journal, long from, Evicted evicted) {
        this.queue = queue;
        this.journal = journal;
        this.evicted = evicted;
        this.era = journal.era(from);
        this.decoder = decoder();
    }

    private Decoder decoder() {
        Settings settings = journal.change(era).settings();
        return new Decoder(settings.decode(), new Counters());
    }

    @Override
    public void message(Message message) throws InterruptedException {
        if (journal.era(message.sequence()) != era) {
            era = journal.era(message.sequence());
            decoder = decoder();
        }
        put(new Input.Received(message.sequence(), message.timestamp(), decoder.decode(message.data())));
    }

    @Override
    public void evicted(long from, long to) throws InterruptedException {
        put(new Input.Task(() -> evicted.evicted(to - from + 1)));
    }

    private void put(Input input) throws InterruptedException {
        if (!queue.put(input)) {
            throw new InterruptedException("nobody evaluates any more");
        }
    }
}
