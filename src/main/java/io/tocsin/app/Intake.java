package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.Receiver;
import io.tocsin.pipeline.decode.Decoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The source's end of the queue: decodes each message on the source's thread. */
final class Intake implements Receiver {
    private static final Logger log = LoggerFactory.getLogger(Intake.class);

    private final InputQueue queue;
    private final Decoder decoder;
    private final Counters counters;

    Intake(InputQueue queue, Settings.Decode limits, Counters counters) {
        this.queue = queue;
        this.decoder = new Decoder(limits, counters);
        this.counters = counters;
    }

    @Override
    public void message(Message message) throws InterruptedException {
        put(new Input.Received(message.sequence(), message.timestamp(), decoder.decode(message.data())));
    }

    @Override
    public void evicted(long from, long to) {
        counters.messagesEvicted(to - from + 1);
        log.error(
                "the log no longer keeps messages {} to {}: {} were never evaluated; raise the channel's limits",
                from,
                to,
                to - from + 1);
    }

    @Override
    public void caughtUp(long brokerTime) throws InterruptedException {
        put(new Input.Tick(brokerTime));
    }

    private void put(Input input) throws InterruptedException {
        if (!queue.put(input)) {
            throw new InterruptedException("the engine has stopped");
        }
    }
}
