package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ctrl-C and SIGTERM, at any moment: a clean end with exit code 0. */
final class StopIT {
    private static final int MANY = 400;

    @TempDir
    private Path folder;

    enum Signal {
        INT,
        TERM;

        Tocsin.Result stop(Tocsin tocsin) throws Exception {
            return (this == INT ? tocsin.interrupt() : tocsin.terminate()).finish();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theServiceFinishesWhatItTookInAndTheNextStartSendsNothingTwice(Signal signal) throws Exception {
        try (StreamingServer server = server()) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", Plant.SETTINGS)
                    .rule("plant.epl", Plant.RULES);
            List<String> lines = Plant.lines(3_000, 11);
            publish(workspace, lines.subList(0, 2_000));
            try (Tocsin service = workspace.tocsin("run").interruptible().start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.until("some alerts", all -> all.size() > 20);
                Tocsin.Result stopped = signal.stop(service);

                assertThat(stopped.code()).as(stopped.err()).isZero();
                assertThat(stopped.err()).contains("\nstopped; since the start:\nmessages  ");
            }
            publish(workspace, lines.subList(2_000, 3_000));
            publish(workspace, List.of(Plant.end(3_000)));
            try (Tocsin service = workspace.tocsin("run").interruptible().start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"rule\":\"end\"");
                assertThat(signal.stop(service).code()).as(service.error()).isZero();
            }

            List<String> received = Channel.whole(server, "alerts").stream()
                    .map(Channel.Received::text)
                    .toList();
            Map<String, String> alerts = Alerts.byId(received);
            assertThat(received).as("nothing is sent twice").hasSameSizeAs(alerts.keySet());
            Alerts.same(
                    alerts,
                    Alerts.byId(
                            workspace.tocsin("replay", "--format", "json").run().lines()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileRulesCompile(Signal signal) throws Exception {
        String text = IntStream.range(0, MANY)
                .mapToObj(
                        """
                        @Name('r%d') @Alert(severity = 'info', summary = '{a}')
                        select host, service, avg(metric) as a from Metric#time(5 min)
                        group by host, service having avg(metric) > 4 output last at (*/1, *, *, *, *);
                        """
                                ::formatted)
                .reduce("", String::concat);
        Workspace workspace = Workspace.in(folder).rule("many.epl", text);
        workspace.lines("samples.ndjson", List.of(Plant.end(1)));
        for (String[] command : new String[][] {
            {"run"}, {"replay", "--file", "samples.ndjson", "--output", "none"}, {"demo", "--samples", "."}
        }) {
            try (Tocsin tocsin = workspace.tocsin(command).interruptible().start()) {
                tocsin.until("compiles", () -> tocsin.stack().contains("RuleCompiler.compile"));

                signal.stop(tocsin).refuses(0, "stopped");
            }
        }
        assertThat(workspace.path("none")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource
    void whileTheWindowsAreRebuiltFromTheLog(Signal signal) throws Exception {
        try (StreamingServer server = server()) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", Plant.SETTINGS)
                    .rule("plant.epl", Plant.RULES);
            publish(workspace, Plant.lines(500, 3));
            publish(workspace, List.of(Plant.end(500)));
            runToTheEnd(server, workspace);
            try (Tocsin service = workspace.tocsin("run").interruptible().start()) {
                // The server stops answering in the middle of the rebuilding, so that this lasts.
                service.until("begins to rebuild", () -> Monitor.clients(server).contains("of-alerts-warm"));
                pause(server, "STOP");
                Tocsin.Result stopped = signal.stop(service);

                assertThat(stopped.code()).as(stopped.err()).isZero();
                assertThat(stopped.out()).isEmpty();
            } finally {
                pause(server, "CONT");
            }
            runToTheEnd(server, workspace);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whileThereIsNoServerYet(Signal signal) throws Exception {
        Workspace workspace = Workspace.in(folder)
                .config("log: { url: \"nats://127.0.0.1:1\" }\nstate: { folder: ../state }\n")
                .rule("end.epl", "@Name('end') @Alert(severity = 'info', summary = 'end') select host from Metric;");
        for (String command : new String[] {"run", "replay"}) {
            try (Tocsin tocsin = workspace.tocsin(command).interruptible().start()) {
                tocsin.says("trying again");
                Tocsin.Result stopped = signal.stop(tocsin);

                assertThat(stopped.code()).isZero();
                assertThat(stopped.out()).isEmpty();
                assertThat(stopped.errorLines()).hasSize(2).last().isEqualTo("stopped");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theDemo(Signal signal) throws Exception {
        String home = Workspace.REPOSITORY.toString();
        try (Tocsin demo = Workspace.in(folder)
                .tocsin("demo", "--rules", home + "/epl", "--samples", home + "/samples")
                .interruptible()
                .start()) {
            demo.until("rings", () -> demo.output().contains("FIRING"));
            Tocsin.Result stopped = signal.stop(demo);

            assertThat(stopped.code()).as(stopped.err()).isZero();
            assertThat(stopped.lines().get(stopped.lines().size() - 1)).startsWith("threshold=");
            assertThat(stopped.errorLines())
                    .hasSize(2)
                    .last()
                    .isEqualTo("stopped"); // after the line of the first start: the server was there to the end
        }
    }

    private void runToTheEnd(StreamingServer server, Workspace workspace) throws Exception {
        try (Tocsin service = workspace.tocsin("run").start();
                Channel alerts = Channel.of(server, "alerts")) {
            service.says("source: ");
            alerts.has("\"rule\":\"end\"");
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
    }

    private StreamingServer server() throws Exception {
        return StreamingServer.start(null, folder.resolve("server"), List.of());
    }

    private static void pause(StreamingServer server, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void publish(Workspace workspace, List<String> lines) throws Exception {
        Path file = workspace.lines("part.ndjson", lines);
        assertThat(workspace.tocsin("publish", file.toString()).run().code()).isZero();
    }
}
