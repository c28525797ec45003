package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.Message;
import io.tocsin.model.Readings;
import io.tocsin.model.SkipReason;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.Receiver;
import io.tocsin.pipeline.decode.DeadLetters;
import io.tocsin.pipeline.decode.Decoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The source's end of the queue: decodes each message on the source's thread. */
final class Intake implements Receiver {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final InputQueue queue;
    private final Decoder decoder;
    private final Counters counters;
    private final boolean deadLetters;
    private final long down;
    private boolean isDown;

    /**
     * @param deadLetters whether skipped messages are sent on
     * @param down after how long out of reach, in ms, the feed counts as down
     */
    Intake(InputQueue queue, Settings.Decode limits, Counters counters, boolean deadLetters, long down) {
        this.queue = queue;
        this.decoder = new Decoder(limits, counters);
        this.counters = counters;
        this.deadLetters = deadLetters;
        this.down = down;
    }

    @Override
    public void message(Message message) throws InterruptedException {
        isDown = false;
        counters.messageReceived();
        Readings readings = decoder.decode(message.data());
        SkipReason fault = decoder.fault();
        DeadLetter letter = deadLetters && fault != null ? DeadLetters.of(message, fault) : null;
        put(new Input.Received(message.sequence(), message.timestamp(), readings, letter));
    }

    @Override
    public void evicted(long from, long to) {
        counters.messagesEvicted(to - from + 1);
        log.error(
                "the log no longer keeps messages {} to {}: {} were never evaluated. It dropped them before they were read:"
                        + " raise the channel's limits on the server (max_msgs, max_bytes, max_age), or see why this"
                        + " process was slow or stopped for so long",
                from,
                to,
                to - from + 1);
    }

    @Override
    public void caughtUp(long brokerTime) throws InterruptedException {
        isDown = false;
        put(new Input.Tick(brokerTime));
    }

    @Override
    public void unreachable(long millis, long brokerTime) throws InterruptedException {
        if (millis >= down && !isDown) {
            isDown = true;
            put(new Input.Down(brokerTime));
        }
    }

    private void put(Input input) throws InterruptedException {
        // A source is stopped by an interrupt, but what it has taken in is still evaluated.
        if (!queue.putUninterruptibly(input)) {
            counters.eventsLeft(input.events());
            throw new InterruptedException("the engine has stopped");
        }
    }
}
