package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.pipeline.send.email.SmtpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replay --send}: only when somebody said yes, and as another client than the service. */
final class SendIT {
    private static final int MESSAGES = 1_000;

    @TempDir
    private Path folder;

    @Test
    void whatIsSentAgainIsWhatTheServiceHadSent() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = workspace(server);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"rule\":\"end\"");
                int rung = rung(workspace);
                List<String> live = texts(alerts.until("all", all -> all.size() == rung));

                Tocsin.Result sent = workspace
                        .tocsin("replay", "--send", "--yes", "--format", "json")
                        .run();

                assertThat(sent.code()).as(sent.err()).isZero();
                assertThat(sent.err()).contains("sent " + String.format("%,d", rung) + " alerts\n");
                List<String> all = texts(alerts.until("all twice", a -> a.size() == 2 * rung));
                assertThat(all.subList(rung, 2 * rung))
                        .isEqualTo(sent.lines())
                        .containsExactlyInAnyOrderElementsOf(live);
                assertThat(Alerts.byId(all)).hasSize(rung);
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
                assertThat(Monitor.lastSequence(server, "derived")).isEqualTo(derived(service));
            }
        }
    }

    private static long derived(Tocsin service) {
        return service.error()
                .lines()
                .filter(line -> line.startsWith("derived "))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itAsksAtATerminalAndTakesNothingButYes() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of());
                SmtpServer mail = new SmtpServer(0, null)) {
            Workspace workspace = workspace(server);
            workspace.config(Files.readString(workspace.path("config/tocsin.yaml"))
                    + "  email: { host: localhost, port: " + mail.port()
                    + ", security: none, from: tocsin@example.org, to: [ops@example.org] }\n");
            for (String answer : List.of("n\n", "\n", "", "yess\n")) {
                Tocsin.Result no = asked(workspace, answer);
                assertThat(no.code()).as(no.err()).isEqualTo(1);
                assertThat(no.out()).isEmpty();
                assertThat(no.err())
                        .contains(
                                "this would really send 25 alerts (firing 12, repeated 2, resolved 11) to: channel alerts (sinks.nats);"
                                        + " mail to ops@example.org (sinks.email)\nsend them? [y/N] ")
                        .endsWith("nothing was sent\n");
            }
            try (Tocsin asking = asking(workspace).interruptible().reading().start()) {
                asking.says("send them? [y/N] ");
                assertThat(asking.interrupt().finish().code())
                        .as("ended by Ctrl-C")
                        .isEqualTo(130);
            }
            assertThat(Monitor.lastSequence(server, "alerts")).isZero();
            assertThat(mail.mails).isEmpty();

            Tocsin.Result yes = asked(workspace, "Y\n");

            assertThat(yes.code()).as(yes.err()).isZero();
            assertThat(yes.lines()).hasSize(25);
            assertThat(Channel.whole(server, "alerts"))
                    .extracting(Channel.Received::text)
                    .isEqualTo(yes.lines());
            assertThat(mail.mails).hasSize(25);
        }
    }

    private static Tocsin.Result asked(Workspace workspace, String answer) throws Exception {
        return asking(workspace)
                .reading(Files.writeString(workspace.path("answer"), answer))
                .run();
    }

    private static Tocsin.Command asking(Workspace workspace) {
        return workspace
                .tocsin("replay", "--send", "--only", "high", "--to", "600", "--format", "json")
                .with("TOCSIN_STDIN_TTY", "1")
                .with("TOCSIN_STDERR_TTY", "1");
    }

    @Test
    void withoutATerminalOrASinkItRefuses() throws Exception {
        Workspace workspace = Workspace.in(folder).rule("plant.epl", Plant.RULES);
        workspace.lines("plant.ndjson", Plant.lines(10, 1));
        String[] send = {"replay", "--file", "plant.ndjson", "--send"};

        workspace
                .tocsin(send)
                .with("TOCSIN_STDERR_TTY", "1")
                .run()
                .refuses(
                        2,
                        "--send asks first, and there is no terminal to ask at: give --yes to send without being asked");
        workspace
                .tocsin("replay", "--file", "-", "--send")
                .with("TOCSIN_STDIN_TTY", "1")
                .with("TOCSIN_STDERR_TTY", "1")
                .run()
                .refuses(
                        2,
                        "--send asks first, and standard input is the messages: name a file, or give --yes to send without"
                                + " being asked");
        workspace
                .tocsin("replay", "--file", "plant.ndjson", "--yes")
                .run()
                .refuses(2, "--yes answers what --send asks: give both, or neither");
        workspace
                .tocsin("replay", "--file", "plant.ndjson", "--send", "--yes")
                .run()
                .refuses(2, "--send: no sink is on that sends anything; set sinks.nats or sinks.email in the settings");
    }

    private Workspace workspace(StreamingServer server) throws Exception {
        Workspace workspace =
                Workspace.in(folder).rule("plant.epl", Plant.RULES).service(server, "alerts", Plant.SETTINGS);
        List<String> lines = new ArrayList<>(Plant.lines(MESSAGES, 5));
        lines.add(Plant.end(MESSAGES));
        Path file = workspace.lines("plant.ndjson", lines);
        assertThat(workspace.tocsin("publish", file.toString()).run().code()).isZero();
        return workspace;
    }

    private static int rung(Workspace workspace) throws Exception {
        return workspace.tocsin("replay", "--format", "json").run().lines().size();
    }

    private static List<String> texts(List<Channel.Received> received) {
        return received.stream().map(Channel.Received::text).toList();
    }
}
