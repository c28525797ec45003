package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin diff} as a user has it. */
final class DiffIT {
    private static final String SAMPLES =
            Workspace.REPOSITORY.resolve("samples/oil-and-gas.ndjson").toString();

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void rules() throws Exception {
        workspace = Workspace.in(folder).shippedRule("oil-and-gas.epl");
        String rules = Files.readString(workspace.path("epl/oil-and-gas.epl"));
        workspace.write("same/a.epl", rules.replace("// Wells", "// Other wells"));
        workspace.write(
                "new/a.epl",
                rules.replace("metric > 90);", "metric > 95);")
                        .replace("@Name('oil-flow-low')", "@Name('oil-shut')")
                        .replace("@Resolve('oil-flow-low')", "@Resolve('oil-shut')"));
    }

    private Tocsin.Result diff(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "diff";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return workspace.tocsin(all).run();
    }

    @Test
    void anotherCommentIsNoDifference() throws Exception {
        Tocsin.Result result = diff("epl", "same", "--file", SAMPLES);

        assertThat(result.out()).isEqualTo("805 messages, 4 alert rules: no difference\n");
        assertThat(result.code()).isZero();
    }

    @Test
    void anotherThresholdShowsByRule() throws Exception {
        Tocsin.Result result = diff("epl", "new", "--file", SAMPLES);

        assertThat(result.lines().get(0)).isEqualTo("oil-high-pressure: 1 moves, 1 changes; 2 changes before, 2 after");
        assertThat(result.lines().get(1))
                .isEqualTo("  > 2017-09-30T14:53:26.770Z  firing    594d186e51b3bc4eb0abafd9/Pressure  critical count 1"
                        + " \"Pressure 95.39 bar on 594d186e51b3bc4eb0abafd9, limit 90\", 1 min 5 s 184 ms later");
        assertThat(result.lines().get(2))
                .startsWith("  ~ 2017-09-30T15:00:20.692Z  resolved  ")
                .endsWith(", was count 15");
        assertThat(result.out()).endsWith("\n805 messages, 5 alert rules: 2 differences in 1\n");
        assertThat(result.code()).isEqualTo(3);
    }

    @Test
    void bothDirectionsTellTheSame() throws Exception {
        String there = diff("epl", "new", "--file", SAMPLES, "--format", "json").out();
        String back = diff("new", "epl", "--file", SAMPLES, "--format", "json").out();

        assertThat(there.lines()).hasSize(2);
        assertThat(back.lines().map(DiffIT::swapped).collect(Collectors.toSet()))
                .isEqualTo(there.lines().collect(Collectors.toSet()));
    }

    private static String swapped(String line) {
        return line.replaceFirst("\"before\":(.*),\"after\":(.*)}$", "\"before\":$2,\"after\":$1}");
    }

    @Test
    void whatTheNewRulesGiveIsWhatAReplayOfThemGives() throws Exception {
        workspace.write(
                "none/a.epl",
                "@Name('x') @Alert(severity = 'info', summary = 'x') select * from Metric(metric > 1e99);");
        List<String> differences =
                diff("none", "new", "--file", SAMPLES, "--format", "json").lines();
        List<String> replayed = workspace
                .tocsin("replay", "--rules", "new", "--file", SAMPLES, "--format", "json")
                .run()
                .lines();

        assertThat(differences.stream().map(line -> line.replaceFirst("^.*\"before\":null,\"after\":(.*)}$", "$1")))
                .containsExactlyInAnyOrderElementsOf(replayed);
        assertThat(replayed).isNotEmpty();
    }

    @Test
    void oneFolderIsComparedWithWhatTheServiceRuns() throws Exception {
        workspace.removeRule("oil-and-gas.epl").rule("plant.epl", Plant.RULES);
        workspace.write(
                "new/a.epl",
                Plant.RULES + "@Name('added') @Alert(severity = 'info', summary = 'x', each = true)\n"
                        + "select host, service from Metric(host = 'pump-1');\n");
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            workspace.service(server, "alerts", Plant.SETTINGS);
            workspace.publishPlant(2_000, 5);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"rule\":\"end\"");
                Tocsin.Result same = diff("epl", "--from", "1000");
                assertThat(same.out()).endsWith(": no difference\n").startsWith("1,");
                assertThat(same.err()).startsWith("comparing the running rules with epl over ");
                assertThat(same.code()).isZero();

                Tocsin.Result added = diff("new", "--from", "1000");
                assertThat(added.lines().get(0)).matches("added: \\d+ appear; 0 changes before, \\d+ after");
                assertThat(added.out()).endsWith(" differences in 1\n");
                assertThat(added.code()).isEqualTo(3);
                assertThat(service.terminate().finish().code()).isZero();
            }
        }
    }

    @Test
    void withAFileBothFoldersAreNeeded() throws Exception {
        diff("new", "--file", SAMPLES).refuses(2, "with --file give both folders, the old one and the new one");
    }

    @Test
    void withoutAJournalNobodyKnowsWhatRuns() throws Exception {
        Tocsin.Result result = diff("new");

        assertThat(result.err()).contains("holds no journal; tocsin run keeps it there");
        assertThat(result.code()).isEqualTo(1);
    }
}
