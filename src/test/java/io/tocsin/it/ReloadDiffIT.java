package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin reload --diff}: what a change would have done is seen before it takes effect. */
final class ReloadDiffIT {
    private static final String ADDED =
            """
            @Name('added') @Alert(severity = 'info', summary = 'x', each = true)
            select host, service from Metric(host = 'pump-1', metric > %s);
            """;
    private static final String SETTINGS = "rules: { watch: false, poll: 100 ms, variables: { over: %s } }";

    @TempDir
    private Path folder;

    @Test
    void whatWasComparedTakesOverAndNothingElseDoes() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder).rule("plant.epl", Plant.RULES);
            workspace.service(server, "alerts", SETTINGS.formatted(0));
            workspace.publishPlant(2_000, 5);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"rule\":\"end\"");
                workspace.rule("added.epl", ADDED.formatted("over"));

                workspace
                        .tocsin("reload", "--diff", "1000")
                        .run()
                        .refuses(
                                2,
                                "--diff asks where there is a difference, and there is no terminal to ask at: give --yes, or"
                                        + " use `tocsin diff`, which only shows it");
                workspace
                        .tocsin("reload", "--yes")
                        .run()
                        .refuses(2, "--yes answers what --diff asks: give both, or neither");

                Tocsin.Result no = asking(workspace)
                        .reading(Files.writeString(workspace.path("answer"), "no\n"))
                        .run();
                assertThat(no.out()).contains("added: ").contains(" appear; 0 changes before, ");
                assertThat(no.err()).endsWith("bring them into effect? [y/N] nothing has taken effect\n");
                assertThat(no.code()).isEqualTo(1);

                try (Tocsin slow = asking(workspace).reading().start()) {
                    slow.says("bring them into effect? [y/N] ");
                    workspace.rule("added.epl", ADDED.formatted("over + 1"));
                    answer(slow, "y\n");
                    Tocsin.Result late = slow.finish();
                    assertThat(late.err()).contains("are not those that were compared, and take no effect");
                    assertThat(late.code()).isEqualTo(1);
                }
                assertThat(workspace.tocsin("rules").run().out()).doesNotContain("added");
                assertThat(service.error()).doesNotContain("rules reloaded");

                Tocsin.Result yes =
                        workspace.tocsin("reload", "--diff", "1000", "--yes").run();
                assertThat(yes.code()).as(yes.err()).isZero();
                assertThat(yes.out())
                        .containsPattern("added: \\d+ appear; 0 changes before, \\d+ after\n")
                        .containsPattern("rules reloaded: added \\[added], changed \\[], removed \\[]; warmed over ");

                // A variable alone: compared with the value that runs
                workspace.service(server, "alerts", SETTINGS.formatted("1e9"));
                Tocsin.Result tuned =
                        workspace.tocsin("reload", "--diff", "1000", "--yes").run();
                assertThat(tuned.code()).as(tuned.err()).isZero();
                assertThat(tuned.out())
                        .containsPattern("added: \\d+ disappear; \\d+ changes before, 0 after\n")
                        .contains("variables changed: [over], in effect after message ");

                // No difference, no question
                workspace.rule("added.epl", "// for nobody\n" + ADDED.formatted("over + 1"));
                Tocsin.Result same = asking(workspace).run();
                assertThat(same.code()).as(same.err()).isZero();
                assertThat(same.out())
                        .contains(": no difference\n")
                        .endsWith("the rule files changed, their meaning did not\n");
                assertThat(service.terminate().finish().code()).isZero();
            }
        }
    }

    private static Tocsin.Command asking(Workspace workspace) {
        return workspace
                .tocsin("reload", "--diff", "1000")
                .with("TOCSIN_STDIN_TTY", "1")
                .with("TOCSIN_STDERR_TTY", "1");
    }

    private static void answer(Tocsin asking, String answer) throws Exception {
        asking.input().write(answer.getBytes(StandardCharsets.UTF_8));
        asking.input().close();
    }
}
