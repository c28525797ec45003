package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.SkipReason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channel of dead letters as its reader sees it, while the service is killed in the middle of a dirty stream. */
final class DeadLetterIT {
    private static final Logger log = LoggerFactory.getLogger(DeadLetterIT.class);
    private static final long SEED = 20171005;
    private static final int MESSAGES = 12_000;
    private static final int KILLS = 5;
    private static final String LETTERS = "dead";

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Damaged(byte[] data, SkipReason reason) {}

    /** What the log holds, and which of it is damaged, by sequence. */
    private final List<byte[]> lines = new ArrayList<>();

    private final SortedMap<Long, Damaged> damaged = new TreeMap<>();

    @Test
    void everySkippedMessageGivesOneLetterHoweverOftenTheServiceIsKilled(@TempDir Path folder) throws Exception {
        make(new Random(SEED));
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", Plant.SETTINGS + "decode: { dead-letter: " + LETTERS + " }\n")
                    .rule("plant.epl", Plant.RULES);
            publishAndKill(server, workspace, new Random(SEED));
            assertThat(Monitor.lastSequence(server, "sensors")).isEqualTo(lines.size());
            runToTheEnd(server, workspace);

            long letters = Monitor.lastSequence(server, LETTERS);
            SortedMap<Long, JsonNode> bySequence = bySequence(server);
            log.info("{} skipped messages, {} kills, {} letters", damaged.size(), KILLS, letters);
            assertThat(bySequence.keySet()).isEqualTo(damaged.keySet());
            bySequence.forEach((sequence, letter) -> tellsOf(Objects.requireNonNull(damaged.get(sequence)), letter));

            nothingIsSentAgain(server, workspace, letters);
            assertThat(workspace.tocsin("replay", "--format", "json").run().code())
                    .isZero();
            assertThat(Monitor.lastSequence(server, LETTERS))
                    .as("after a replay")
                    .isEqualTo(letters + 2);
        }
    }

    private void make(Random random) {
        for (String good : Plant.lines(MESSAGES, SEED)) {
            boolean whole = good.endsWith("}");
            byte[] line = good.getBytes(StandardCharsets.UTF_8);
            if (!whole) {
                damaged.put(lines.size() + 1L, new Damaged(line, SkipReason.NOT_JSON));
            } else if (random.nextInt(6) == 0) {
                Damaged other = damage(good, random);
                line = other.data();
                damaged.put(lines.size() + 1L, other);
            }
            lines.add(line);
        }
        lines.add(Plant.end(MESSAGES).getBytes(StandardCharsets.UTF_8));
    }

    private static Damaged damage(String good, Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> of(good.replaceFirst("-(\\d\\d)T", "-$1 "), SkipReason.TIMESTAMP);
            case 1 -> of(good.replaceFirst("pump-\\d", ""), SkipReason.ID);
            case 2 -> of(good.replaceFirst("\"Flow\":[0-9.]+", "\"Flow\":NaN"), SkipReason.NAN_LITERAL);
            case 3 -> of("", SkipReason.NOT_JSON);
            case 4 -> of("[" + good + "]", SkipReason.NOT_AN_OBJECT);
            case 5 ->
                new Damaged(
                        good.replaceFirst("plant", "\u00fcber").getBytes(StandardCharsets.ISO_8859_1),
                        SkipReason.NOT_JSON);
            default -> of(good + "\u0001\u20ac".repeat(20_000), SkipReason.NOT_JSON);
        };
    }

    private static Damaged of(String text, SkipReason reason) {
        return new Damaged(text.getBytes(StandardCharsets.UTF_8), reason);
    }

    private static Path file(Workspace workspace, String name, List<byte[]> lines) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            out.writeBytes(line);
            out.write('\n');
        }
        return Files.write(workspace.path(name), out.toByteArray());
    }

    /** Publishes a part of the stream for each kill, which comes while letters of that part are still to be sent. */
    private void publishAndKill(StreamingServer server, Workspace workspace, Random random) throws Exception {
        int part = lines.size() / KILLS;
        for (int kill = 0; kill < KILLS; kill++) {
            int end = kill == KILLS - 1 ? lines.size() : (kill + 1) * part;
            Path file = file(workspace, "part" + kill + ".ndjson", lines.subList(kill * part, end));
            long more = Monitor.lastSequence(server, LETTERS) + 1 + random.nextInt(100);
            try (Tocsin service = workspace.tocsin("run").start();
                    Tocsin publisher = workspace
                            .tocsin("publish", "--rate", "1000", file.toString())
                            .start()) {
                service.until(more + " letters", () -> Monitor.lastSequence(server, LETTERS) >= more);
                service.kill();
                assertThat(publisher.finish().code()).as(publisher.error()).isZero();
            }
            long sent = Monitor.lastSequence(server, LETTERS);
            long due = damaged.headMap(end + 1L).size();
            log.info("killed after {} letters, {} are due", sent, due);
            assertThat(sent).as("killed in the middle").isLessThan(due);
        }
    }

    private void runToTheEnd(StreamingServer server, Workspace workspace) throws Exception {
        try (Tocsin service = workspace.tocsin("run").start();
                Channel alerts = Channel.of(server, "alerts");
                Channel letters = Channel.of(server, LETTERS)) {
            alerts.has("\"rule\":\"end\"");
            letters.has("{\"sequence\":" + damaged.lastKey() + ",");
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
    }

    /** By the sequence of the message; the same sequence twice must be the same letter twice. */
    private static SortedMap<Long, JsonNode> bySequence(StreamingServer server) throws Exception {
        SortedMap<Long, JsonNode> letters = new TreeMap<>();
        for (Channel.Received received : Channel.whole(server, LETTERS)) {
            JsonNode letter = Alerts.json(received.text());
            JsonNode before = letters.put(letter.path("sequence").asLong(), letter);
            assertThat(before == null || before.equals(letter))
                    .as("%s%nafter%n%s", letter, before)
                    .isTrue();
        }
        return letters;
    }

    private static void tellsOf(Damaged message, JsonNode letter) {
        assertThat(letter.path("reason").asText()).isEqualTo(message.reason().label());
        assertThat(letter.path("size").asInt()).isEqualTo(message.data().length);
        assertThat(letter.path("timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        byte[] content = letter.has("data")
                ? letter.path("data").asText().getBytes(StandardCharsets.UTF_8)
                : Base64.getDecoder().decode(letter.path("base64").asText());
        if (letter.has("cut")) {
            assertThat(message.data()).hasSizeGreaterThan(60_000).startsWith(content);
            assertThat(content).hasSizeGreaterThan(10_000);
        } else {
            assertThat(content).isEqualTo(message.data());
        }
    }

    /** A restart and a reload read the horizon again, with a tenth of it damaged; only what is new gives letters. */
    private void nothingIsSentAgain(StreamingServer server, Workspace workspace, long letters) throws Exception {
        assertThat(damaged.tailMap(lines.size() - 1000L)).hasSizeGreaterThan(100);
        Path bad = file(workspace, "bad.ndjson", List.of("{".getBytes(StandardCharsets.UTF_8)));
        try (Tocsin service = workspace.tocsin("run").start()) {
            service.says("windows rebuilt");
            assertThat(workspace.tocsin("publish", bad.toString()).run().code()).isZero();
            service.until("a letter", () -> Monitor.lastSequence(server, LETTERS) > letters);
            workspace.rule(
                    "more.epl",
                    "@Name('more') @Alert(severity = 'info', summary = '') select host, service from Metric(metric > 1e9);");
            service.says("rules reloaded");
            assertThat(workspace.tocsin("publish", bad.toString()).run().code()).isZero();
            service.until("a second letter", () -> Monitor.lastSequence(server, LETTERS) > letters + 1);
            assertThat(service.terminate().finish().code()).as(service.error()).isZero();
        }
        SortedMap<Long, JsonNode> bySequence = bySequence(server);
        assertThat(Monitor.lastSequence(server, LETTERS)).isEqualTo(letters + 2);
        assertThat(bySequence.tailMap(lines.size() + 1L))
                .extractingByKeys(lines.size() + 1L, lines.size() + 2L)
                .extracting(letter -> letter.path("data").asText())
                .containsExactly("{", "{");
        assertThat(Map.copyOf(bySequence)).hasSize(damaged.size() + 2);
    }
}
