package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that reach out, and rules that take too much, before the program itself. */
final class SandboxIT {
    private static final int MESSAGES = 4_000;

    @Test
    void checkTellsAllAttacksOfAllFilesInOneRunAndRunsNone(@TempDir Path folder) throws Exception {
        Path touched = folder.resolve("touched");
        Workspace workspace = Workspace.in(folder)
                .rule(
                        "a.epl",
                        """
                        @Name('a') @Alert(severity = 'info', summary = 'a')
                        select host, service, java.lang.Runtime.getRuntime().exec('touch %s') as x from Metric;
                        @Name('b') @Alert(severity = 'info', summary = 'b')
                        select host, service from Metric(host.repeat(2000000000) = 'x');
                        """
                                .formatted(touched))
                .rule(
                        "b.epl",
                        """
                        select * from Metric where host.getClass() is null;
                        insert into A select host from Metric;
                        insert into A select host from A;
                        """);

        workspace
                .tocsin("check")
                .run()
                .refuses(
                        2,
                        "epl/a.epl:2:23: 'java.lang.Runtime.getRuntime().exec('touch " + touched
                                + "')' names a class; rules know none but their own events",
                        "epl/a.epl:2:41: there is no method 'getRuntime'",
                        "epl/a.epl:2:54: there is no method 'exec'",
                        "epl/a.epl:4:39: there is no method 'repeat'",
                        "epl/b.epl:1:33: there is no method 'getClass'",
                        "epl/b.epl:3:13: 'A' feeds itself by insert into, so one event would never end; break the loop,"
                                + " or let it wait, as by output last at (*/1, *, *, *, *)");
        assertThat(touched).doesNotExist();
    }

    @Test
    void aRuleOverItsBudgetIsNamedAndTheOthersRingOn(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "clock: { stall: 1 h }\nrules: { budget: { time: 1 s, state: 1000 } }")
                    .rule(
                            "a.epl",
                            """
                            @Name('sorts') insert into Sorted
                            select window(*).orderBy(m => m.metric * -1).countOf() as n from Metric#time(1 hour);
                            @Name('end') @Alert(severity = 'info', summary = 'end', each = true)
                            select host from Metric(metric = 1000000);
                            """);
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                lines.add(
                        "{\"_id\":\"h\",\"timestamp\":\"2017-09-30T15:10:17.765Z\",\"items\":{\"p\":" + i % 977 + "}}");
            }
            lines.add("{\"_id\":\"h\",\"timestamp\":\"2017-09-30T15:10:17.765Z\",\"items\":{\"p\":1000000}}");
            Path file = workspace.lines("lines.ndjson", lines);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                assertThat(workspace.tocsin("publish", file.toString()).run().code())
                        .isZero();
                service.says("rule 'sorts' has taken 1 s of the engine's time within a minute");
                alerts.has("\"rule\":\"end\"");
                service.says("rule 'sorts' holds ");
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
            }
        }
    }
}
