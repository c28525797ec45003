package io.tocsin.bench.compare;

import io.tocsin.bench.Job;
import io.tocsin.bench.Workload;
import java.util.List;

/** The product's replay of a NATS Streaming log against the client alone, on the same server and log. */
final class LogSpeed implements Section {
    private static final int MESSAGES = 150_000;
    private static final int WARM = 5;
    private static final int COUNTED = 5;

    @Override
    public void run(Bench bench, Report report) throws Exception {
        Workload workload = Workload.THRESHOLDS_10;
        try (Server server = Server.start(bench.places())) {
            Job job = bench.job(workload, MESSAGES, server.settings());
            server.publish("sensors", job.messages());
            Rounds rounds = Rounds.run(
                    bench.places(),
                    job,
                    List.of(Engine.RAW_SUBSCRIBER, Engine.SUBSCRIBER_LOOP, Engine.LOG_REPLAY),
                    WARM,
                    COUNTED);
            String title = workload.title();
            report.add(rounds.alone(title, Engine.RAW_SUBSCRIBER));
            report.add(rounds.against(title, Engine.LOG_REPLAY, Engine.RAW_SUBSCRIBER, Goal.wallAtLeast(0.9)));
            report.add(rounds.against(title, Engine.LOG_REPLAY, Engine.SUBSCRIBER_LOOP, null));
        }
    }
}
