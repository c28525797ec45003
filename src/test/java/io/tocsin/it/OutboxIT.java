package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.FreePort;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.pipeline.send.email.SmtpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutboxIT {
    /** The engine's queue holds 8,192 messages. */
    private static final int TEN_QUEUES = 90_000;

    private static final int LIMIT = 1_000;
    private static final int RINGS_EVERY = 4;
    private static final int MORE_THAN_LIMIT_AND_QUEUE = 16_000;

    private static final String EACH =
            """
            @Name('each') @Alert(severity = 'info', summary = 'Number {metric}', each = true)
            select host, metric from Metric(metric %% %d = 0);
            """;

    private static final String ONE_ALERT_EACH =
            """
            @Name('each') @Alert(severity = 'info', summary = 'Number {metric}', key = 'host, sequence')
            select host, metric, sequence from Metric(metric %% %d = 0);
            """;

    @TempDir
    private Path folder;

    private int port;
    private Workspace workspace;

    @BeforeEach
    void choosePort() throws Exception {
        port = FreePort.choose();
        workspace = Workspace.in(folder);
    }

    @Test
    void whatADeadSinkCannotTakeIsOnTheDiskAndNotInMemory() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            prepare(server, EACH.formatted(1), "");
            publish(TEN_QUEUES);
            try (Tocsin service = workspace.tocsin("run").heap("64m").start()) {
                service.until("evaluates all", () -> outbox().checkpoint() == TEN_QUEUES);
                assertThat(outbox()).isEqualTo(new OutboxFile(TEN_QUEUES, TEN_QUEUES, TEN_QUEUES, 0));
                service.kill();
            }
            try (SmtpServer mail = new SmtpServer(port, null);
                    Tocsin service = workspace.tocsin("run").heap("64m").start()) {
                mail.refuse("Number 7\r\n", 554);
                service.until("sends", () -> mail.mails.size() > 1_000);
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();

                OutboxFile after = outbox();
                assertThat(after.setAside()).isEqualTo(1);
                assertThat(after.put()).isEqualTo(mail.mails.size() + after.waiting() + after.setAside());
                assertThat(numbers(mail))
                        .isEqualTo(IntStream.rangeClosed(1, mail.mails.size() + 1)
                                .filter(n -> n != 7)
                                .boxed()
                                .toList());
            }
        }
    }

    @Test
    void atItsLimitTheSourceWaitsAndGoesOnWithoutALoss() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            prepare(server, ONE_ALERT_EACH.formatted(RINGS_EVERY), "outbox: " + LIMIT);
            publish(MORE_THAN_LIMIT_AND_QUEUE);
            OutboxFile full = new OutboxFile(LIMIT * RINGS_EVERY, LIMIT, LIMIT, 0);
            try (Tocsin service = workspace.tocsin("run").interruptible().start()) {
                service.says("the outbox is full: 1000 entries wait to be sent (email 1000; state.outbox is 1000)");
                await().during(Duration.ofSeconds(2)).atMost(Tocsin.LIMIT).until(() -> outbox().equals(full));
                assertThat(times(service, "the outbox is full")).isEqualTo(1);
                assertThat(service.interrupt().finish().code())
                        .as(service.error())
                        .isZero();
                assertThat(outbox()).isEqualTo(full);
            }
            int alerts = MORE_THAN_LIMIT_AND_QUEUE / RINGS_EVERY;
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.says("the outbox is full: 1000 entries wait");
                try (SmtpServer mail = new SmtpServer(port, null)) {
                    service.says("the outbox has room again");
                    service.until("sends all", () -> mail.mails.size() >= alerts);
                    assertThat(service.terminate().finish().code())
                            .as(service.error())
                            .isZero();

                    assertThat(times(service, "the outbox has room again"))
                            .isEqualTo(times(service, "the outbox is full"))
                            .isBetween(1L, 10L * alerts / LIMIT);
                    assertThat(outbox()).isEqualTo(new OutboxFile(MORE_THAN_LIMIT_AND_QUEUE, alerts, 0, 0));
                    assertThat(numbers(mail))
                            .isEqualTo(IntStream.rangeClosed(1, alerts)
                                    .mapToObj(i -> i * RINGS_EVERY)
                                    .toList());
                }
            }
        }
    }

    @Test
    void noticesMakeRoomBeforeTheSourceWaits() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            prepare(server, EACH.formatted(1), "outbox: " + LIMIT);
            publish(MORE_THAN_LIMIT_AND_QUEUE);
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.until("evaluates all", () -> outbox().checkpoint() == MORE_THAN_LIMIT_AND_QUEUE);
                Tocsin.Result result = service.terminate().finish();
                assertThat(result.code()).as(service.error()).isZero();

                long waiting = outbox().waiting();
                assertThat(waiting).isBetween((long) LIMIT - LIMIT / 10, (long) LIMIT);
                assertThat(outbox())
                        .isEqualTo(new OutboxFile(MORE_THAN_LIMIT_AND_QUEUE, MORE_THAN_LIMIT_AND_QUEUE, waiting, 0));
                assertThat(result.err())
                        .contains(
                                "the outbox was full: 1000 entries wait to be sent (email 1000; state.outbox is 1000)")
                        .contains("0 repeats and 100 notices were dropped")
                        .doesNotContain("Reading the log waits")
                        .contains(String.format(
                                Locale.ROOT,
                                "outbox    email: 0 waited, 16,000 added, 0 put back; 0 sent, 0 set aside, %,d dropped,"
                                        + " 0 collapsed, %,d waiting",
                                MORE_THAN_LIMIT_AND_QUEUE - waiting,
                                waiting));
            }
        }
    }

    private OutboxFile outbox() {
        return OutboxFile.of(workspace.path("state"));
    }

    private static long times(Tocsin service, String text) {
        return service.error().lines().filter(line -> line.contains(text)).count();
    }

    private static List<Integer> numbers(SmtpServer mail) {
        return mail.mails.stream()
                .map(m -> m.data().split("\r\n\r\n", -1)[1].strip())
                .map(summary -> Integer.valueOf(summary.substring("Number ".length())))
                .toList();
    }

    private void prepare(StreamingServer server, String rule, String state) throws Exception {
        workspace.rule("each.epl", rule);
        workspace.config(
                """
                log: { url: "%s", monitor: "%s", start: beginning }
                state: { folder: ../state, %s }
                sinks:
                  email:
                    host: localhost
                    port: %d
                    security: none
                    from: Tocsin <tocsin@plant.example>
                    to: [operator@plant.example]
                    timeout: 5 s
                  retry: { first: 50 ms, most: 200 ms }
                """
                        .formatted(server.url(), server.monitor(), state, port));
    }

    private void publish(int messages) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= messages; i++) {
            lines.add("{\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:10:00Z\",\"items\":{\"Number\":" + i + "}}");
        }
        Tocsin.Result result = workspace
                .tocsin("publish", workspace.lines("numbers.ndjson", lines).toString())
                .run();
        assertThat(result.code()).as(result.err()).isZero();
    }
}
