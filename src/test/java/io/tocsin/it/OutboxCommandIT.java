package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.pipeline.send.email.SmtpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin outbox} beside a running service and without one. */
final class OutboxCommandIT {
    private static final String TIME = "since 20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String ALERT = "alert [0-9a-f]{32}, notice, of rule 'each \\\\u\\{202E}x'";

    /** A rule whose name would be shown from right to left. */
    private static final String RULES =
            """
            @Name('each \u202ex') @Alert(severity = 'info', summary = 'Number {metric}', each = true)
            select host, metric from Metric;
            """;

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void prepare() throws Exception {
        workspace = Workspace.in(folder);
    }

    private Tocsin.Result outbox(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "outbox";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return workspace.tocsin(all).run();
    }

    private void config(StreamingServer server, int port) throws Exception {
        workspace.rule("each.epl", RULES);
        workspace.config(
                """
                log: { url: "%s", monitor: "%s", start: beginning }
                state: { folder: ../state }
                sinks:
                  email:
                    host: localhost
                    port: %d
                    security: none
                    from: Tocsin <tocsin@plant.example>
                    to: [operator@plant.example]
                  retry: { first: 50 ms, most: 200 ms, set-aside: 1 s }
                """
                        .formatted(server.url(), server.monitor(), port));
    }

    private void publish(int from, int to) throws Exception {
        List<String> lines = IntStream.rangeClosed(from, to)
                .mapToObj(
                        i -> "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:10:00Z\",\"items\":{\"Number\":" + i + "}}")
                .toList();
        Path file = workspace.lines("numbers.ndjson", lines);
        assertThat(workspace.tocsin("publish", file.toString()).run().code()).isZero();
    }

    @Test
    void whatWasSetAsideIsListedPutBackAndDroppedBesideTheRunningService() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of());
                SmtpServer mail = new SmtpServer(0, null)) {
            config(server, mail.port());
            mail.refuse("Number 2\r\n", 554);
            mail.refuse("Number 4\r\n", 554);
            mail.refuse("Number 5\r\n", 451);
            publish(1, 6);
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.until("sends", () -> mail.mails.size() == 3);
                Tocsin.Result list = outbox();
                assertThat(list.code()).isZero();
                assertThat(list.err()).isEmpty();
                assertThat(list.lines()).hasSize(4);
                assertThat(list.lines().get(0)).isEqualTo("email: 1 waiting, 2 set aside");
                assertThat(list.lines().get(1))
                        .matches("  waiting          5  " + TIME + "  " + ALERT
                                + "; tried \\d+ times in vain, the last time: .*451 .*");
                assertThat(list.lines().get(2)).matches("  set aside        2  " + TIME + "  " + ALERT + ": .*554 .*");
                assertThat(list.lines().get(3)).matches("  set aside        4  " + TIME + "  " + ALERT + ": .*554 .*");

                // Only what is taken a second after the first failure shows that others are taken.
                service.until(
                        "tries for a second", () -> outbox().out().matches("(?s).*tried \\d{2,} times in vain.*"));
                publish(7, 30);
                service.says("sink email takes others but not alert");
                mail.accept();
                assertThat(outbox("drop", "4", "1").code()).isEqualTo(1);
                Tocsin.Result back = outbox("resend", "2", "4711");
                assertThat(back.code()).isEqualTo(1);
                assertThat(back.err().lines())
                        .containsExactly(
                                "1 put back; a running service sends within 10 s, else the next one does",
                                "4711: nothing of this number was set aside");
                service.until("sends again", () -> holds(mail, "Number 2\r\n"));
                assertThat(outbox("resend", "--all", "--sink", "email").err()).startsWith("1 put back");
                service.until("sends the last", () -> holds(mail, "Number 5\r\n"));
                service.until("marks it", () -> outbox().out().equals("nothing waits, and nothing was set aside\n"));
                Tocsin.Result result = service.terminate().finish();
                assertThat(result.code()).isZero();
                assertThat(result.err()).contains("30 added, 2 put back; 29 sent, 3 set aside, 0 dropped");
            }
        }
    }

    private static boolean holds(SmtpServer mail, String text) {
        return mail.mails.stream().anyMatch(m -> m.data().contains(text));
    }

    @Test
    void withoutAServiceWhatIsPutBackIsSentByTheNext() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of());
                SmtpServer mail = new SmtpServer(0, null)) {
            config(server, mail.port());
            mail.refuse("Number 2\r\n", 554);
            publish(1, 3);
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.until("sends", () -> mail.mails.size() == 2);
                assertThat(service.terminate().finish().code()).isZero();
            }
            assertThat(outbox("resend", "2").code()).isZero();
            assertThat(outbox().lines().get(1)).startsWith("  put back         2  since ");
            mail.accept();
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.until("sends", () -> mail.mails.size() == 3);
                Tocsin.Result result = service.terminate().finish();
                assertThat(result.err()).contains("0 waited, 0 added, 1 put back; 1 sent, 0 set aside");
            }
            assertThat(holds(mail, "Number 2\r\n")).isTrue();
        }
    }

    @Test
    void onlyTheOldestOfManyAreListed() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            config(server, 1);
            publish(1, 1_234);
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.until(
                        "evaluates",
                        () -> OutboxFile.of(workspace.path("state")).checkpoint() == 1_234);
                service.kill();
            }
        }
        assertThat(outbox("--most", "2").lines())
                .hasSize(4)
                .startsWith("email: 1,234 waiting, 0 set aside")
                .endsWith("            and 1,232 more");
        assertThat(outbox().lines()).hasSize(22);
        assertThat(outbox("--sink", "nats").out())
                .isEqualTo("nothing waits for sink nats, and nothing was set aside\n");
    }

    @Test
    void beforeTheFirstRunThereIsNothingAndNothingIsMade() throws Exception {
        assertThat(outbox().out()).isEqualTo("nothing waits, and nothing was set aside\n");
        assertThat(outbox("resend", "--all").err()).isEqualTo("0 put back\n");
        assertThat(Files.exists(workspace.path("config/state"))).isFalse();
    }

    @Test
    void wrongUsageSaysWhatIsRight() throws Exception {
        fails(2, "give numbers or --all; `tocsin outbox` lists what was set aside", "resend");
        fails(2, "give numbers or --all; `tocsin outbox` lists what was set aside", "resend", "--all", "7");
        fails(2, "--sink goes with --all; a number says its sink by itself", "resend", "--sink", "email", "7");
        fails(2, "Missing required parameter: 'NUMBER'\n`tocsin outbox drop --help`", "drop");
        fails(2, "'x' is not a long\n`tocsin outbox drop --help`", "drop", "x");
        fails(2, "resent: there is no such command\nDid you mean: outbox resend?", "resent");
        fails(2, "--most -1: give a number from 0 on", "--most", "-1");
        Files.createDirectories(workspace.path("config/state"));
        Files.writeString(workspace.path("config/state/tocsin.db"), "no database ".repeat(100));
        fails(1, "damaged, or not written by tocsin (SQLITE_NOTADB)");
    }

    private void fails(int code, String saying, String... arguments) throws Exception {
        Tocsin.Result result = outbox(arguments);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(saying);
    }

    @Test
    void theHelpTeaches() throws Exception {
        assertThat(outbox("--help").out()).contains("resend", "drop", "tocsin outbox resend --all --sink email");
        assertThat(outbox("resend", "--help").out()).contains("A running service sends it within 10 s");
        assertThat(outbox("drop", "--help").out()).contains("only what was set aside");
    }
}
