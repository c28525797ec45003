package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rule folder that is a working copy of git. */
final class CheckoutIT {
    private static final int FILES = 40;

    @TempDir
    private Path folder;

    private static String rule(String name, int limit) {
        return "@Name('" + name + "') @Alert(severity = 'info', summary = 'never', each = true)\n"
                + "select host from Metric(metric > 1e9 + " + limit + ");\n";
    }

    @Test
    void aCheckoutOfABranchAndBackAreTwoReloads() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder).service(server, "alerts", "rules: { poll: 500 ms }");
            Path epl = workspace.path("epl");
            git(epl, "init", "--quiet", "--initial-branch=main");
            for (int i = 0; i < FILES; i++) {
                Files.writeString(epl.resolve("rule-" + i + ".epl"), rule("rule " + i, 0));
            }
            commit(epl, "all as it was");
            git(epl, "checkout", "--quiet", "-b", "higher");
            for (int i = 1; i < FILES; i++) {
                Files.writeString(epl.resolve("rule-" + i + ".epl"), rule("rule " + i, i));
            }
            Files.delete(epl.resolve("rule-0.epl"));
            Files.createDirectories(epl.resolve("north"));
            Files.writeString(epl.resolve("north/more.epl"), rule("more", 0));
            commit(epl, "higher limits");
            git(epl, "checkout", "--quiet", "main");

            try (Tocsin service = workspace.tocsin("run").start()) {
                service.says("source: ");
                git(epl, "checkout", "--quiet", "higher");
                service.says("rules reloaded: added [more], changed [rule 1,").says("], removed [rule 0]; warmed");
                git(epl, "checkout", "--quiet", "main");
                service.says("rules reloaded: added [rule 0], changed [rule 1,").says("], removed [more]; warmed");
                assertThat(service.terminate().finish().code()).isZero();
                assertThat(service.error().lines().filter(l -> l.contains("rules reloaded: ")))
                        .as(service.error())
                        .hasSize(2);
                assertThat(service.error()).doesNotContain("refused");
            }
        }
    }

    private static void commit(Path folder, String message) throws Exception {
        git(folder, "add", "--all");
        git(
                folder,
                "-c",
                "user.name=Rule Writer",
                "-c",
                "user.email=rules@example.org",
                "commit",
                "--quiet",
                "-m",
                message);
    }

    private static void git(Path folder, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolveSibling("git.out").toFile())
                .start();
        assertThat(git.waitFor(30, TimeUnit.SECONDS)).as("git ends").isTrue();
        assertThat(git.exitValue())
                .as(() -> "git " + String.join(" ", arguments))
                .isZero();
    }
}
