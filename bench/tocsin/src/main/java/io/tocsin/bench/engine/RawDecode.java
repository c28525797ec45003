package io.tocsin.bench.engine;

import io.tocsin.bench.Contender;
import io.tocsin.bench.Job;
import io.tocsin.bench.RawJson;
import java.util.List;
import java.util.function.Consumer;

/** Jackson alone, over messages in memory. */
public final class RawDecode implements Contender {
    private final RawJson json = new RawJson();
    private List<byte[]> messages = List.of();
    private double sum;
    private long events;

    @Override
    public void prepare(Job job) throws Exception {
        messages = job.messages();
    }

    @Override
    public Outcome round(Consumer<String> alerts) throws Exception {
        events = 0;
        for (byte[] message : messages) {
            json.read(message, this::item);
        }
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("no sum");
        }
        return new Outcome(events, 0);
    }

    private void item(String service, double value) {
        events++;
        sum += value;
    }
}
