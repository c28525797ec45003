package io.tocsin.bench.engine;

import io.tocsin.bench.Dataset;
import io.tocsin.bench.RawJson;
import io.tocsin.config.Settings;
import io.tocsin.model.Metric;
import io.tocsin.pipeline.evaluate.RawEngine;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.IOException;

/** Jackson and Esper in a straight loop on one thread: what somebody would write who only wants it fast. */
final class Loop implements AutoCloseable {
    private final RawJson json = new RawJson();
    private final RawEngine engine;
    private final double ttl = Settings.defaults().ttl().defaultTtl().toMillis() / 1000.0;
    private long time;
    private long sequence;
    private long events;

    Loop(RuleSet rules) throws Exception {
        engine = new RawEngine(rules, Dataset.START);
    }

    void message(byte[] message) throws IOException {
        sequence++;
        time = 0;
        json.read(message, this::item);
    }

    private void item(String service, double value) {
        if (time == 0) {
            time = json.time();
        }
        events++;
        engine.send(new Metric(json.host(), service, value, time, time, ttl, null, null, json.context(), sequence));
    }

    long events() {
        return events;
    }

    long rows() {
        return engine.rows();
    }

    @Override
    public void close() {
        engine.close();
    }
}
