package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DeterminismIT {
    private static final List<String> SAMPLES = List.of("agriculture", "industrial", "oil-and-gas", "solar");

    @Test
    void anotherTimeZoneLocaleAndOrderOfRuleFilesChangeNoByte(@TempDir Path folder) throws Exception {
        Path messages = allSamples(folder);

        Tocsin.Result here = rules(Workspace.in(folder, "here"), Comparator.naturalOrder())
                .tocsin("replay", "--file", messages.toString(), "--format", "json")
                .run();
        Tocsin.Result elsewhere = rules(Workspace.in(folder, "elsewhere"), Comparator.reverseOrder())
                .tocsin("replay", "--file", messages.toString(), "--format", "json")
                .with("JAVA_TOOL_OPTIONS", "-Duser.timezone=Asia/Kathmandu -Duser.language=tr -Duser.country=TR")
                .with("TZ", "Asia/Kathmandu")
                .with("LC_ALL", "tr_TR.UTF-8")
                .run();

        assertThat(here.code()).as(here.err()).isZero();
        assertThat(here.lines()).hasSizeGreaterThan(10);
        assertThat(elsewhere.err()).startsWith("Picked up JAVA_TOOL_OPTIONS");
        assertThat(elsewhere.out()).isEqualTo(here.out());
    }

    @Test
    void theLogGivesTheAlertsOfTheFile(@TempDir Path folder) throws Exception {
        Workspace workspace = rules(Workspace.in(folder), Comparator.naturalOrder());
        Path messages = allSamples(folder);
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            workspace.service(server, "alerts", "");

            Tocsin.Result published =
                    workspace.tocsin("publish", messages.toString()).run();
            assertThat(published.code()).as(published.err()).isZero();
            assertThat(published.out()).isEmpty();
            assertThat(published.err())
                    .isEqualTo("published 3,212 messages to channel sensors at " + server.url() + "\n");

            Tocsin.Result fromLog =
                    workspace.tocsin("replay", "--format", "json").run();
            Tocsin.Result fromFile = workspace
                    .tocsin("replay", "--file", messages.toString(), "--format", "json")
                    .run();

            assertThat(fromLog.code()).as(fromLog.err()).isZero();
            assertThat(fromFile.out()).isNotEmpty();
            assertThat(fromLog.out()).isEqualTo(fromFile.out());
        }
    }

    private static Path allSamples(Path folder) throws IOException {
        Path all = folder.resolve("all.ndjson");
        for (String sample : SAMPLES) {
            Files.write(
                    all,
                    Files.readAllBytes(Workspace.REPOSITORY.resolve("samples/" + sample + ".ndjson")),
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
        }
        return all;
    }

    private static Workspace rules(Workspace workspace, Comparator<Path> order) throws IOException {
        try (Stream<Path> files = Files.list(Workspace.REPOSITORY.resolve("epl"))) {
            for (Path file : files.sorted(order).toList()) {
                workspace.rule(file.getFileName().toString(), Files.readString(file));
            }
        }
        return workspace;
    }
}
