package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.Json;
import io.tocsin.pipeline.send.email.SmtpServer;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.internet.MimeMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Sensors named by an enemy. Programs get the names unchanged, whatever they hold; what people look at stays lines of
 * printable text, of bounded length, that steer no terminal and add nothing to a mail.
 */
final class HostileNamesIT {
    private static final List<String> HOSTILE = List.of(
            "\u001b[31mred\u001b[0m\u001b]0;title\u0007",
            "\u009b31m and \u0085",
            "a\r\nBcc: evil@example.org\r\n\r\nbody",
            "a\nFIRING  CRITICAL  forged\r",
            "a\r\n.\r\nQUIT\r\n",
            "=?utf-8?Q?=0D=0ABcc:_evil@example.org?=",
            "nul\u0000nul",
            "*",
            ">",
            "plant.*.>/..\\",
            "  two  spaces  ",
            "<script>alert(1)</script>&amp;",
            "{metric} {{ {host} }}",
            "${HOME} ${file:secret} %s%n {} $1 \\",
            "'\"`;--/*",
            "\u202egnp.exe\u2066\u200f\u200b\ufeff",
            "lines\u2028and\u2029paragraphs",
            "\ud83d\ude00 \u00f6lpumpe \u6cb9",
            "\ue000\ufffe\udbff\udfff");

    /** Half a character, which only an escape can carry. */
    private static final List<String> HALVES = List.of("\ud800", "a\udc00b", "\ud800\ud800\udc00");

    private static final int LONG = 200_000;

    private static final String RULES =
            """
            @Name('each') @Alert(severity = 'info', each = true, summary = '{host}|{service}|{context}')
            select host, service, context, metric from Metric;

            @Name('open') @Alert(severity = 'critical', summary = '{service} of {host} rings')
            select host, service, metric, time from Metric;

            @Name('derived') @Publish('derived')
            select host, service, metric, time from Metric;

            @Name('fails') @Alert(severity = 'info', each = true, summary = 'never')
            select host, cast(host, long) as number from Metric;
            """;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build());

    @TempDir
    Path folder;

    private final List<Sensor> sensors = new ArrayList<>();
    private Workspace workspace;
    private Path file;

    private record Sensor(String host, String service, String context) {
        String message() {
            return Json.object(Map.of(
                    "_id",
                    host,
                    "timestamp",
                    "2017-09-30T15:10:17.765Z",
                    "context",
                    context,
                    "items",
                    Map.of(service, 5.5)));
        }
    }

    @BeforeEach
    void write() throws Exception {
        Stream.concat(HOSTILE.stream(), HALVES.stream()).forEach(name -> sensors.add(new Sensor(name, name, name)));
        sensors.add(new Sensor("h".repeat(LONG), "s", "c"));
        sensors.add(new Sensor("h", "\u001b" + "s".repeat(LONG), "c"));
        sensors.add(new Sensor("h", "s", "\u202e" + "c".repeat(LONG)));
        workspace =
                Workspace.in(folder).config("decode: { max-name: 1000000 }\n").rule("all.epl", RULES);
        file = workspace.lines(
                "messages.ndjson", sensors.stream().map(Sensor::message).toList());
    }

    @Test
    void replayShowsALineAnAlert() throws Exception {
        Tocsin.Result replay =
                workspace.tocsin("replay", "--file", file.toString()).run();

        assertThat(replay.code()).as(replay.err()).isZero();
        List<String> alerts =
                replay.lines().stream().filter(line -> line.startsWith("2017-")).toList();
        assertThat(alerts).hasSize(2 * sensors.size());
        assertReadable(replay.out());
        assertReadable(replay.err());
        assertThat(replay.err()).contains("rule 'fails' fails on an event");
    }

    @Test
    void replayGivesProgramsTheNamesUnchanged() throws Exception {
        Path output = folder.resolve("alerts.ndjson");
        Tocsin.Result replay = workspace
                .tocsin("replay", "--file", file.toString(), "--format", "json", "--output", output.toString())
                .run();

        assertThat(replay.code()).as(replay.err()).isZero();
        assertUnchanged(strictUtf8(Files.readAllBytes(output)).lines().toList());
    }

    @Test
    void theServiceSendsThemEverywhere() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of());
                SmtpServer mail = new SmtpServer(0, null)) {
            workspace.config(
                    """
                    log: { url: "%s", monitor: "%s", start: beginning }
                    decode: { max-name: 1000000 }
                    state: { folder: ../state }
                    sinks:
                      terminal: {}
                      nats: { channel: alerts }
                      email:
                        host: localhost
                        port: %d
                        security: none
                        from: Tocsin <tocsin@plant.example>
                        to: [operator@plant.example]
                      retry: { first: 50 ms, most: 200 ms }
                    """
                            .formatted(server.url(), server.monitor(), mail.port()));
            int alerts = 2 * sensors.size();
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel sent = Channel.of(server, "alerts");
                    Channel derived = Channel.of(server, "derived")) {
                service.says("source: ");
                assertThat(workspace.tocsin("publish", file.toString()).run().code())
                        .isZero();

                assertUnchanged(texts(sent.until("all alerts", all -> all.size() >= alerts)));
                assertDerivedUnchanged(texts(derived.until("all derived", all -> all.size() >= sensors.size())));
                service.until("mails all", () -> mail.mails.size() >= alerts);
                service.until("shows all", () -> service.output().lines().count() >= alerts);

                Tocsin.Result result = service.terminate().finish();
                assertThat(result.code()).as(result.err()).isZero();
                assertThat(result.lines()).hasSize(alerts);
                assertReadable(result.out());
                assertReadable(result.err());
                assertThat(result.err()).contains("rule 'fails' fails on an event");
            }
            assertThat(mail.mails).hasSize(alerts);
            for (SmtpServer.Mail m : mail.mails) {
                assertHarmless(m);
            }
            Tocsin.Result kept = workspace.tocsin("alerts", "--format", "json").run();
            assertUnchanged(kept.lines());
            Tocsin.Result shown = workspace.tocsin("alerts").run();
            assertThat(shown.lines()).hasSize(alerts);
            assertReadable(shown.out());
        }
    }

    private static List<String> texts(List<Channel.Received> received) {
        return received.stream().map(Channel.Received::text).toList();
    }

    private void assertUnchanged(List<String> lines) throws Exception {
        Set<List<String>> each = new HashSet<>();
        Set<List<String>> open = new HashSet<>();
        for (String line : lines) {
            JsonNode alert = JSON.readTree(line);
            String host = alert.path("host").asText();
            String service = alert.path("service").asText();
            if (alert.path("rule").asText().equals("open")) {
                open.add(List.of(host, service, alert.path("summary").asText()));
            } else {
                String context = alert.path("values").path("context").asText();
                assertThat(alert.path("values").path("host").asText()).isEqualTo(host);
                each.add(List.of(host, service, context, alert.path("summary").asText()));
            }
        }
        assertThat(lines).hasSize(2 * sensors.size());
        assertThat(each.equals(sensors.stream()
                        .map(s -> List.of(s.host, s.service, s.context, s.host + "|" + s.service + "|" + s.context))
                        .collect(Collectors.toSet())))
                .as("names and summaries of notices unchanged")
                .isTrue();
        assertThat(open.equals(sensors.stream()
                        .map(s -> List.of(s.host, s.service, s.service + " of " + s.host + " rings"))
                        .collect(Collectors.toSet())))
                .as("names and summaries of alerts unchanged")
                .isTrue();
    }

    private void assertDerivedUnchanged(List<String> lines) throws Exception {
        Set<List<String>> names = new HashSet<>();
        for (String line : lines) {
            JsonNode event = JSON.readTree(line);
            names.add(List.of(
                    event.path("_id").asText(), event.path("items").fieldNames().next()));
        }
        assertThat(names.equals(
                        sensors.stream().map(s -> List.of(s.host, s.service)).collect(Collectors.toSet())))
                .as("names of derived events unchanged")
                .isTrue();
    }

    /** Lines that move no cursor, turn no text around and fill no screen. */
    private static void assertReadable(String text) {
        for (String line : text.split("\n", -1)) {
            assertThat(line.codePoints().filter(HostileNamesIT::isUnprintable).mapToObj(Integer::toHexString))
                    .as("unprintable in %s", line.substring(0, Math.min(line.length(), 200)))
                    .isEmpty();
            assertThat(line.length()).isLessThan(2000);
        }
    }

    private static boolean isUnprintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> c == 0xFFFD; // what a broken byte would have become
        };
    }

    private static void assertHarmless(SmtpServer.Mail mail) throws Exception {
        assertThat(mail.to()).containsExactly("operator@plant.example");
        assertThat(mail.data().chars().filter(c -> c != '\r' && c != '\n' && (c < ' ' || c > '~')))
                .isEmpty();
        assertThat(mail.data().replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(mail.data().lines().mapToInt(String::length).max().orElseThrow())
                .isLessThan(998);
        assertThat(new TreeSet<>(mail.fieldNames()))
                .hasSameSizeAs(mail.fieldNames())
                .containsExactly(
                        "Auto-Submitted",
                        "Content-Transfer-Encoding",
                        "Content-Type",
                        "Date",
                        "From",
                        "In-Reply-To",
                        "MIME-Version",
                        "Message-ID",
                        "References",
                        "Subject",
                        "To");
        assertThat(mail.fields())
                .contains("To: operator@plant.example", "From: Tocsin <tocsin@plant.example>")
                .anyMatch(field -> field.toLowerCase(Locale.ROOT).startsWith("content-type: text/plain"));
        MimeMessage read =
                new MimeMessage(null, new ByteArrayInputStream(mail.data().getBytes(StandardCharsets.ISO_8859_1)));
        assertReadable(read.getSubject());
        assertThat(read.getSubject().length()).isLessThan(300);
        assertReadable(String.valueOf(read.getContent()).replace("\r\n", "\n"));
    }

    private static String strictUtf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
