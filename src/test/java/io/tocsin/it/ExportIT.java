package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportIT {
    @Test
    void aReplayOfAnExportEqualsAReplayOfTheLog(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace =
                    Workspace.in(folder).service(server, "alerts", "").shippedRules();
            List<String> lines =
                    new ArrayList<>(Files.readAllLines(Workspace.REPOSITORY.resolve("samples/oil-and-gas.ndjson")));
            // With the log's time it is of the future, without it is not.
            lines.add(750, lines.get(750).replaceFirst("2017-", "2031-"));
            Path file = workspace.lines("lines.ndjson", lines);
            assertThat(workspace.tocsin("publish", file.toString()).run().code())
                    .isZero();

            Tocsin.Result log = replay(workspace);
            assertThat(log.lines()).hasSizeGreaterThan(10);
            assertThat(log.err()).contains("3 dated in the future");

            Tocsin.Result written =
                    workspace.tocsin("export", "--output", "export.ndjson").run();
            assertThat(written.code()).as(written.err()).isZero();
            assertThat(replay(workspace, "--file", "export.ndjson").out()).isEqualTo(log.out());

            Tocsin.Result piped = workspace.tocsin("export", "--from", "380").run();
            Path packed = workspace.path("stretch.gz");
            Files.write(packed, WrongFilesIT.gzip(piped.out()));
            assertThat(replay(workspace, "--file", "stretch.gz").out())
                    .isEqualTo(replay(workspace, "--from", "380", "--cold").out())
                    .isNotEqualTo(log.out());
            assertThat(replay(workspace, "--file", "-", packed).out())
                    .isEqualTo(replay(workspace, "--file", "stretch.gz").out());
            assertThat(replay(workspace, "--file", "export.ndjson", "--from", "400")
                            .lines())
                    .isNotEmpty()
                    .isEqualTo(log.lines().stream()
                            .filter(a -> Alerts.json(a).path("sequence").asLong() >= 400)
                            .toList());
        }
    }

    private static Tocsin.Result replay(Workspace workspace, Object... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("replay", "--format", "json"));
        Path input = null;
        for (Object each : more) {
            if (each instanceof Path path) {
                input = path;
            } else {
                arguments.add(String.valueOf(each));
            }
        }
        Tocsin.Command command = workspace.tocsin(arguments.toArray(String[]::new));
        Tocsin.Result result = (input == null ? command : command.reading(input)).run();
        assertThat(result.code()).as(result.err()).isZero();
        return result;
    }
}
