package io.tocsin.bench.siddhi;

import io.siddhi.core.SiddhiAppRuntime;
import io.siddhi.core.SiddhiManager;
import io.siddhi.core.event.Event;
import io.siddhi.core.stream.input.InputHandler;
import io.siddhi.core.stream.output.StreamCallback;
import io.tocsin.bench.AlertText;
import io.tocsin.bench.Contender;
import io.tocsin.bench.Dataset;
import io.tocsin.bench.Job;
import io.tocsin.bench.RawJson;
import java.util.List;
import java.util.function.Consumer;

/** Siddhi as its documentation embeds it, fed with the events of a message at a time, which Jackson alone has read. */
public final class Siddhi implements Contender {
    private final SiddhiManager manager = new SiddhiManager();
    private final RawJson json = new RawJson();
    private Job job;
    private List<byte[]> messages = List.of();
    private final Event[] batch = new Event[Dataset.ITEMS];
    private int size;
    private long time;

    @Override
    public void prepare(Job given) throws Exception {
        job = given;
        messages = job.messages();
    }

    @Override
    public Outcome round(Consumer<String> texts) throws Exception {
        SiddhiAppRuntime app = manager.createSiddhiAppRuntime(SiddhiQl.of(job.workload()));
        Alerts alerts = new Alerts(texts);
        app.addCallback("Alerts", alerts);
        InputHandler input = app.getInputHandler("Metric");
        app.start();
        try {
            for (byte[] message : messages) {
                size = 0;
                json.read(message, this::item);
                input.send(batch);
            }
        } finally {
            app.shutdown();
        }
        return new Outcome((long) messages.size() * Dataset.ITEMS, alerts.count);
    }

    private void item(String service, double value) {
        if (size == 0) {
            time = json.time();
        }
        String host = json.host();
        batch[size++] = new Event(time, new Object[] {host + service, host, service, value, time});
    }

    private static final class Alerts extends StreamCallback {
        private final Consumer<String> texts;
        private long count;

        Alerts(Consumer<String> texts) {
            this.texts = texts;
        }

        @Override
        public void receive(Event[] events) {
            count += events.length;
            if (texts != null) {
                for (Event event : events) {
                    Object[] row = event.getData();
                    texts.accept(AlertText.of(
                            (String) row[0], (String) row[1], (String) row[2], (Long) row[3], (Double) row[4]));
                }
            }
        }
    }
}
