package io.tocsin.pipeline.consume.natsstreaming;

import java.util.concurrent.atomic.LongAdder;

final class Stats {
    final LongAdder rebuilds = new LongAdder();
    final LongAdder redelivered = new LongAdder();
    final LongAdder outOfOrder = new LongAdder();

    NatsStreamingStats snapshot() {
        return new NatsStreamingStats(rebuilds.sum(), redelivered.sum(), outOfOrder.sum());
    }
}
