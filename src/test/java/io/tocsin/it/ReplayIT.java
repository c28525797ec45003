package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.model.UtcTime;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What replay reads and writes: files, gzip, standard input and output, results that replace a file. */
final class ReplayIT {
    private static final String RULE =
            """
            @Name('each') @Alert(severity = 'info', summary = 'number {metric}', each = true)
            select host, metric from Metric;
            """;

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void aRuleThatRingsOnEachMessage() throws Exception {
        workspace = Workspace.in(folder).rule("each.epl", RULE);
    }

    @Test
    void standardInputAndGzipGiveTheSameAlertsAsTheFileAndJsonIsAllThereIsOnStandardOutput() throws Exception {
        Path plain = workspace.lines("messages.ndjson", messages(1, 50));
        Path packed = Files.write(workspace.path("no-hint-in-its-name"), WrongFilesIT.gzip(Files.readString(plain)));

        Tocsin.Result file = json("messages.ndjson").run();
        Tocsin.Result gzip = json(packed.toString()).run();
        Tocsin.Result input = json("-").reading(plain).run();
        Tocsin.Result gzipInput = json("-").reading(packed).run();

        assertThat(file.lines()).hasSize(50).allSatisfy(line -> assertThat(
                        Alerts.json(line).path("rule").asText())
                .isEqualTo("each"));
        for (Tocsin.Result result : List.of(file, gzip, input, gzipInput)) {
            assertThat(result.code()).as(result.err()).isZero();
            assertThat(result.out()).isEqualTo(file.out());
            assertThat(result.errorLines()).contains("messages  50 received, 50 decoded, 0 skipped");
        }
    }

    @Test
    void standardInputIsLeftAloneUnlessItIsTheInput() throws Exception {
        workspace.lines("messages.ndjson", messages(1, 5));

        try (Tocsin replay = json("messages.ndjson").reading().start()) {
            assertThat(replay.finish().code()).isZero(); // though nobody closes its standard input
        }
        // What a shell loop feeds to the loop must not be eaten by the replay in it.
        Path script =
                workspace.lines("loop.sh", List.of("while read -r line; do \"$@\" >/dev/null; echo \"$line\"; done"));
        Path lines = workspace.lines("lines.txt", List.of("one", "two"));
        assertThat(json("messages.ndjson")
                        .inside("sh", script.toString())
                        .reading(lines)
                        .run()
                        .lines())
                .containsExactly("one", "two");
    }

    @Test
    void anOutputIsReplacedOnlyWhenAllWentWell() throws Exception {
        Path output = workspace.path("alerts.ndjson");
        Files.writeString(output, "from before\n");
        byte[] whole = WrongFilesIT.gzip(String.join("\n", messages(1, 5_000)));
        Files.write(workspace.path("cut.gz"), Arrays.copyOf(whole, whole.length / 2));
        workspace.lines("messages.ndjson", messages(1, 5));
        String[] results = {"--output", "alerts.ndjson", "--summary", "summary.json"};

        assertThat(json("cut.gz", results).run().code()).isEqualTo(2);

        assertThat(output).hasContent("from before");
        assertThat(workspace.path("summary.json")).doesNotExist();
        assertThat(drafts()).isEmpty();

        Tocsin.Result done = json("messages.ndjson", results).run();

        assertThat(done.code()).isZero();
        assertThat(done.out()).isEmpty();
        assertThat(Files.readAllLines(output)).hasSize(5).first().asString().startsWith("{\"id\":");
        JsonNode summary = Alerts.json(Files.readString(workspace.path("summary.json")));
        assertThat(summary.path("received").asInt()).isEqualTo(5);
        assertThat(summary.path("alerts").path("each").path("notice").asInt()).isEqualTo(5);
        assertThat(drafts()).isEmpty();
    }

    @Test
    void anOutputThatIsALinkOrAPipeStaysOne() throws Exception {
        workspace.lines("messages.ndjson", messages(1, 5));
        Files.createDirectories(workspace.path("elsewhere"));
        Path real = Files.writeString(workspace.path("elsewhere/real"), "from before\n");
        Path link = Files.createSymbolicLink(workspace.path("link"), real);
        Path pipe = workspace.path("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();

        assertThat(json("messages.ndjson", "--output", "link").run().code()).isZero();
        CompletableFuture<List<String>> read = CompletableFuture.supplyAsync(() -> lines(pipe));
        assertThat(json("messages.ndjson", "--output", "pipe").run().code()).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(Files.readAllLines(real)).hasSize(5);
        assertThat(read.get()).hasSize(5);
        assertThat(Files.isRegularFile(pipe, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(Files.exists(pipe)).isTrue();
    }

    private static List<String> lines(Path pipe) {
        try {
            return Files.readAllLines(pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void stoppedItGivesItsAlertsAndItsSummarySoFar() throws Exception {
        for (boolean interrupt : new boolean[] {true, false}) {
            String name = "of-" + interrupt;
            try (Tocsin replay = json("-", "--output", name + ".ndjson", "--summary", name + ".json")
                    .interruptible()
                    .reading()
                    .start()) {
                OutputStream input = replay.input();
                input.write((String.join("\n", messages(1, 100)) + "\n").getBytes(StandardCharsets.UTF_8));
                input.flush();
                replay.until("writes alerts", () -> size(name + ".ndjson.part") > 0);
                Tocsin.Result result = (interrupt ? replay.interrupt() : replay.terminate()).finish();

                soFar(result, name);
            }
        }
    }

    @Test
    void stoppedWhileItHoldsItselfBackItDoesNotWaitForTheNextMessage() throws Exception {
        List<String> lines = new ArrayList<>(messages(1, 100));
        lines.addAll(messages(7_200, 7_210));
        workspace.lines("messages.ndjson", lines);
        try (Tocsin replay = json(
                        "messages.ndjson", "--speed", "1000", "--output", "slow.ndjson", "--summary", "slow.json")
                .start()) {
            replay.until("writes alerts", () -> size("slow.ndjson.part") > 0);
            soFar(replay.terminate().finish(), "slow");
        }
    }

    private long size(String name) {
        return workspace.path(name).toFile().length();
    }

    private void soFar(Tocsin.Result result, String name) throws IOException {
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.out()).isEmpty();
        JsonNode summary = Alerts.json(Files.readString(workspace.path(name + ".json")));
        int evaluated = summary.path("alerts").path("each").path("notice").asInt();
        assertThat(evaluated).isPositive().isEqualTo(summary.path("received").asInt());
        assertThat(Files.readAllLines(workspace.path(name + ".ndjson"))).hasSize(evaluated);
        assertThat(drafts()).isEmpty();
    }

    private List<Path> drafts() throws IOException {
        try (var files = Files.list(workspace.path(""))) {
            return files.filter(f -> f.toString().endsWith(".part")).toList();
        }
    }

    private Tocsin.Command json(String file, String... more) {
        List<String> arguments = new ArrayList<>(List.of("replay", "--file", file, "--format", "json"));
        arguments.addAll(List.of(more));
        return workspace.tocsin(arguments.toArray(String[]::new));
    }

    private static List<String> messages(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(i -> "{\"_id\":\"a\",\"timestamp\":\"" + UtcTime.format(1_506_780_000_000L + i * 1_000L)
                        + "\",\"items\":{\"Number\":" + i + "}}")
                .toList();
    }
}
