package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.chaos.KillPlan;
import io.tocsin.chaos.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

/** One run of the {@link ChaosStream} through the service, from an empty state folder to a clean end. */
final class ChaosRun {
    /** As a process ends that is killed by signal 9. */
    private static final int KILLED = 137;

    /** Shorter than the stall: what a pause of this length does not change. */
    private static final Duration MOST_PAUSE = Duration.ofMillis(900);

    private final StreamingServer server;
    private final String name;
    private final Workspace workspace;
    private final Path agent;
    private int starts;

    /** @param name of the run, different for each on the same server */
    ChaosRun(StreamingServer server, Path folder, String name, String settings, Path agent) throws Exception {
        this.server = server;
        this.name = name;
        this.agent = agent;
        this.workspace = Workspace.in(folder, name)
                .service(server, "alerts-" + name, settings)
                .channel("sensors-" + name)
                .rule("rules.epl", ChaosStream.rules("derived-" + name));
    }

    /** When to kill. */
    record Kill(Phase phase, int count) {
        static final Kill NEVER = new Kill(Phase.WARM, 0);
    }

    /**
     * What a run came to.
     *
     * @param history every change of an alert, in the order of the store
     * @param events derived events by number, without their producer
     * @param hits where it was killed
     * @param twice how many alerts and derived events came more than once
     */
    record Outcome(
            List<String> history,
            Map<Long, String> events,
            List<Phase> hits,
            Map<Phase, Integer> passed,
            int twice,
            boolean comparable) {}

    /**
     * Feeds the stream to a service that is killed as planned, time after time, and then ends cleanly.
     *
     * @param disturbance what happens meanwhile, beside the service
     */
    Outcome run(List<Kill> kills, Callable<?> disturbance) throws Exception {
        List<Phase> hits = new ArrayList<>();
        try (ChaosFeed feed = new ChaosFeed(server, "sensors-" + name)) {
            for (Kill kill : kills) {
                KillPlan.Report report = start(kill, feed, () -> null);
                if (report.killed()) {
                    hits.add(kill.phase());
                }
            }
            KillPlan.Report last = start(Kill.NEVER, feed, disturbance);
            assertThat(last.killed()).isFalse();
            return outcome(hits, last.passed(), feed.finish());
        }
    }

    private KillPlan.Report start(Kill kill, ChaosFeed feed, Callable<?> disturbance) throws Exception {
        KillPlan plan = new KillPlan(workspace.path("report-" + ++starts), kill.phase(), kill.count());
        try (Tocsin service = workspace.tocsin("run").option(plan.option(agent)).start()) {
            service.untilEndOr("reads", () -> service.error().contains("source: "));
            feed.begin();
            disturbance.call();
            service.untilEndOr("has done all", () -> service.error().contains("source: ") && feed.isOver() && isDone());
            // The signal may come when all is done and it is asked to stop.
            int code = service.isRunning() ? service.terminate().finish().code() : KILLED;
            KillPlan.Report report = plan.read();
            assertThat(code).as(service.error()).isIn(0, report.killed() ? KILLED : 0);
            assertThat(report.killed() || isDone()).as(service.error()).isTrue();
            return report;
        }
    }

    private boolean isDone() throws Exception {
        OutboxFile outbox = OutboxFile.of(workspace.path("state"));
        return outbox.waiting() == 0 && outbox.checkpoint() == Monitor.lastSequence(server, "sensors-" + name);
    }

    private Outcome outcome(List<Phase> hits, Map<Phase, Integer> passed, Duration pause) throws Exception {
        assertThat(OutboxFile.of(workspace.path("state")).setAside()).isZero();
        List<String> history =
                workspace.tocsin("alerts", "--format", "json").run().lines();
        List<String> received = texts("alerts-" + name);
        Map<String, String> once = Alerts.byId(received);
        assertThat(new TreeSet<>(once.values())).as("what came is what rang").isEqualTo(new TreeSet<>(history));
        Alerts.same(once, Alerts.byId(history));

        List<String> derived = texts("derived-" + name);
        Map<Long, String> events = new TreeMap<>();
        Set<String> producers = new TreeSet<>();
        for (String text : derived) {
            String producer = Alerts.json(text).path("producer").asText();
            String event = text.replace(producer, "PRODUCER");
            producers.add(producer);
            String before = events.put(Alerts.json(text).path("number").asLong(), event);
            assertThat(before == null || before.equals(event))
                    .as("%s after %s", event, before)
                    .isTrue();
        }
        assertThat(producers).hasSize(1);
        assertThat(events.keySet())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, events.size()).boxed().toList());
        return new Outcome(
                history,
                events,
                hits,
                passed,
                received.size() - once.size() + derived.size() - events.size(),
                pause.compareTo(MOST_PAUSE) < 0);
    }

    /** What the rules make of the log, without the store. */
    List<String> replay() throws Exception {
        Tocsin.Result result = workspace.tocsin("replay", "--format", "json").run();
        assertThat(result.code()).as(result.err()).isZero();
        return result.lines();
    }

    /** The same with what the journal has. */
    List<String> replayAsItWas() throws Exception {
        Tocsin.Result result =
                workspace.tocsin("replay", "--as-it-was", "--format", "json").run();
        assertThat(result.code()).as(result.err()).isZero();
        return result.lines();
    }

    private List<String> texts(String channel) throws Exception {
        return Channel.whole(server, channel).stream()
                .map(Channel.Received::text)
                .toList();
    }
}
