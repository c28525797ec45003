package io.tocsin.bench.engine;

import io.tocsin.bench.Contender;
import io.tocsin.bench.Dataset;
import io.tocsin.bench.Job;
import io.tocsin.config.Settings;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** A subscriber that only counts. */
public final class RawSubscriber implements Contender {
    private Settings settings;
    private long messages;

    @Override
    public void prepare(Job job) throws Exception {
        settings = Product.settings(job);
        messages = job.messages().size();
    }

    @Override
    public Outcome round(Consumer<String> alerts) throws Exception {
        LongAdder count = new LongAdder();
        Subscriber.read(settings.log(), messages, data -> count.increment());
        return new Outcome(count.sum() * Dataset.ITEMS, 0);
    }
}
