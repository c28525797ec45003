package io.tocsin.bench.engine;

import io.tocsin.bench.Contender;
import io.tocsin.bench.Job;
import io.tocsin.config.Settings;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import java.util.List;
import java.util.function.Consumer;

/** The product's decoder, over messages in memory. */
public final class Decode implements Contender {
    private final Settings.Decode limits = Settings.defaults().decode();
    private List<byte[]> messages = List.of();

    @Override
    public void prepare(Job job) throws Exception {
        messages = job.messages();
    }

    @Override
    public Outcome round(Consumer<String> alerts) {
        Counters counters = new Counters();
        Decoder decoder = new Decoder(limits, counters);
        for (byte[] message : messages) {
            if (decoder.decode(message) == null) {
                throw new IllegalStateException("a message was skipped");
            }
        }
        return new Outcome(counters.events(), 0);
    }
}
