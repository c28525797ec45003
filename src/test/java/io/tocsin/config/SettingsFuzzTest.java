package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a settings file holds, the outcome is settings or a report whose every line has its place in the file and shows
 * no secret. More rounds of the same: {@code -Dfuzz.rounds=100}.
 */
class SettingsFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1);
    private static final int MILLION = 1_000_000;
    private static final long BASE_BYTES = 100_000_000;
    private static final long BYTES_A_CHARACTER = 4_000; // all that is ever allocated; hardly any of it at once
    private static final String ODD = " \t\n\r:{}[]\"'#&*!|>%@`$-,?~\\\u0000\u0085\u00e9\ufeff\u2028\ud83d0x";
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            ": ",
            "- ",
            "? ",
            "\n",
            "\r\n",
            "\"",
            "'",
            "#",
            "&a ",
            "*a",
            "<<: *a",
            "!!int ",
            "!x ",
            "%",
            "---\n",
            "...\n",
            "|\n ",
            ">-\n",
            "${",
            "${HOME}",
            "${file:.}",
            "$${",
            "null",
            "~",
            "yes",
            ".inf",
            "0x1F",
            "1e400",
            "-1",
            "99999999999999999999",
            "[[[[[[[[[[[[[[[[[[[[",
            "{a: {a: {a: {a: ",
            "\t",
            "\ufeff",
            "\u202e",
            "\ud83d\ude00");

    private final Path folder = Path.of("config");

    private static List<String> bases() throws IOException {
        List<String> bases = new ArrayList<>();
        String shipped = Files.readString(Path.of("config/tocsin.yaml"));
        bases.add(shipped.replaceAll("#.*", "").replace("${SMTP_PASSWORD:-}", "hunter2"));
        bases.add(shipped.replaceAll("(?m)^(  )# ([a-z]+:)", "$1$2").replaceAll("\\$\\{(file:|NATS).*\\}", "hunter2"));
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/config/good"))) {
            for (Path file : files.sorted().toList()) {
                bases.add(Files.readString(file));
            }
        }
        return bases;
    }

    @Test
    void noDamageEscapesTheReport() throws IOException {
        List<String> bases = bases();
        Random random = new Random(20170930);
        int accepted = 0;
        int rounds = 2_000 * ROUNDS;
        for (int i = 0; i < rounds; i++) {
            String text = bases.get(random.nextInt(bases.size()));
            for (int n = random.nextInt(3); n >= 0; n--) {
                text = mutated(text, random);
            }
            accepted += isAccepted(text) ? 1 : 0;
        }
        assertThat(accepted).isBetween(rounds / 20, rounds * 9 / 10);
    }

    @Test
    void noRandomTextEscapesTheReport() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000 * ROUNDS; i++) {
            int length = random.nextInt(60);
            String text = IntStream.range(0, length)
                    .mapToObj(n -> random.nextBoolean()
                            ? PIECES.get(random.nextInt(PIECES.size()))
                            : random.nextBoolean() ? "log" : String.valueOf((char) random.nextInt(0x3000)))
                    .collect(Collectors.joining());
            isAccepted(text);
        }
    }

    private static String mutated(String text, Random random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(30));
        int line = random.nextInt(lines.size());
        int other = random.nextInt(lines.size());
        switch (random.nextInt(9)) {
            case 0 -> {
                return text.substring(0, at);
            }
            case 1 -> {
                return text.substring(0, at) + ODD.charAt(random.nextInt(ODD.length())) + text.substring(at);
            }
            case 2, 3 -> {
                return text.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(at);
            }
            case 4 -> {
                return text.substring(0, at) + text.substring(to);
            }
            case 5 -> Collections.swap(lines, line, other);
            case 6 -> lines.remove(line);
            case 7 -> lines.add(other, lines.get(line));
            default ->
                lines.set(line, " ".repeat(random.nextInt(3)) + lines.get(line).strip());
        }
        return String.join("\n", lines);
    }

    private boolean isAccepted(String text) {
        try {
            SettingsLoader.parse("tocsin.yaml", text, folder, Map.of("HOME", "hunter2")::get);
        } catch (ConfigException e) {
            checkReport(e, text);
            return false;
        }
        assertThat(ConfigurationSchemaTest.problems(YamlJson.of(text)))
                .as("the schema's opinion of what the program takes:%n%s", text)
                .isEmpty();
        return true;
    }

    private static void checkReport(ConfigException e, String text) {
        String[] lines = text.split("\r\n|\r|\n", -1);
        assertThat(e.problems()).as(text).isNotEmpty();
        for (Problem problem : e.problems()) {
            assertThat(problem.file()).isEqualTo("tocsin.yaml");
            assertThat(problem.line()).as("%s in%n%s", problem, text).isBetween(1, lines.length);
            String line = lines[problem.line() - 1];
            assertThat(problem.column())
                    .as("%s in%n%s", problem, text)
                    .isBetween(1, line.codePointCount(0, line.length()) + 1);
            assertThat(problem.message()).isNotBlank().hasSizeLessThan(1000).doesNotContain("hunter");
            assertThat(problem.message().codePoints().anyMatch(Character::isISOControl))
                    .as("a control character in %s", problem)
                    .isFalse();
        }
    }

    static List<Arguments> large() {
        String names =
                IntStream.range(0, 20_000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
        String indented =
                IntStream.range(0, 1_000).mapToObj(i -> " ".repeat(i) + "a:\n").collect(Collectors.joining());
        String bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n"
                + IntStream.range(0, 30)
                        .mapToObj(i -> "b" + i + ": &b" + i + " [*a,*a,*a,*a,*a,*a,*a,*a]\n")
                        .collect(Collectors.joining());
        return List.of(
                Arguments.of("lists in lists", "[".repeat(MILLION)),
                Arguments.of("lists in a value", "log: { client: " + "[".repeat(MILLION)),
                Arguments.of("mappings in mappings", "{".repeat(MILLION)),
                Arguments.of("mappings by name", "{a: ".repeat(MILLION / 4)),
                Arguments.of("dashes", "- ".repeat(MILLION / 2)),
                Arguments.of("question marks", "? ".repeat(MILLION / 2)),
                Arguments.of("colons", ": ".repeat(MILLION / 2)),
                Arguments.of("keys on a line", "a: ".repeat(MILLION / 3)),
                Arguments.of("indentation", indented),
                Arguments.of("an alias bomb", bomb),
                Arguments.of("anchors", "&a ".repeat(MILLION / 3)),
                Arguments.of("aliases", "[" + "*a,".repeat(MILLION / 3)),
                Arguments.of("tags", "!".repeat(MILLION)),
                Arguments.of("a directive", "%" + "Y".repeat(MILLION)),
                Arguments.of("quotes", "'".repeat(MILLION)),
                Arguments.of("double quotes", "\"".repeat(MILLION)),
                Arguments.of("an open quote", "log: { client: \"" + "a\n".repeat(MILLION / 2)),
                Arguments.of("backslashes", "log: { client: \"" + "\\".repeat(MILLION)),
                Arguments.of("a comment", "#" + "#".repeat(MILLION)),
                Arguments.of("blanks", " ".repeat(MILLION)),
                Arguments.of("empty lines", "\n".repeat(MILLION)),
                Arguments.of("documents", "---\n".repeat(MILLION / 4)),
                Arguments.of("a long key", "k".repeat(MILLION) + ": 1"),
                Arguments.of("a long key without value", "log:\n  " + "k".repeat(MILLION)),
                Arguments.of("unknown keys", names),
                Arguments.of("unknown keys that resemble", names.replace("k", "rules-and-statements")),
                Arguments.of("one key again and again", "log: {}\n".repeat(MILLION / 8)),
                Arguments.of(
                        "many ttls",
                        "ttl:\n  services:\n" + names.replace("k", "    k").replace("1", "x")),
                Arguments.of("many variables", "rules:\n  variables:\n" + names.replace("k", "    -k")),
                Arguments.of("a block", "log:\n  client: |\n" + "    a\n".repeat(MILLION / 6)),
                Arguments.of(
                        "many receivers",
                        "sinks: { email: { host: h, from: a@h, to: [" + "x,".repeat(MILLION / 4) + "x] } }"),
                Arguments.of("open placeholders", "log: { client: '" + "${".repeat(MILLION / 2) + "' }"),
                Arguments.of("placeholders", "log: { client: '" + "${A}".repeat(MILLION / 4) + "' }"),
                Arguments.of("a long placeholder", "log: { client: '${A:-" + "$".repeat(MILLION) + "}' }"),
                Arguments.of("a long path", "log: { token: '${file:" + "a/".repeat(MILLION / 2) + "}' }"),
                Arguments.of("a channel of many words", "log: { channel: " + "a.".repeat(MILLION / 2) + "a }"),
                Arguments.of("a long id", "log: { client: " + "a".repeat(MILLION) + "! }"),
                Arguments.of("many servers", "log: { url: '" + "nats://a,".repeat(MILLION / 9) + "x' }"),
                Arguments.of("a long host", "sinks: { email: { host: '" + "a:".repeat(MILLION / 2) + "!' } }"),
                Arguments.of("a long address", "sinks: { email: { from: '" + "a.".repeat(MILLION / 2) + "@' } }"),
                Arguments.of("a long number", "decode: { max-depth: " + "9".repeat(MILLION) + " }"),
                Arguments.of("a long variable", "rules: { variables: { a: " + "9".repeat(MILLION) + " } }"),
                Arguments.of("a long decimal", "rules: { variables: { a: 0." + "3".repeat(MILLION) + " } }"),
                Arguments.of("a long duration", "clock: { stall: " + "9".repeat(MILLION) + " s }"),
                Arguments.of("a long size", "decode: { max-message: " + "9".repeat(MILLION) + " KiB }"),
                Arguments.of("a long time zone", "rules: { time-zone: " + "Europe/".repeat(MILLION / 7) + " }"),
                Arguments.of("a long word", "log: { start: " + "new".repeat(MILLION / 3) + " }"),
                Arguments.of("a long folder", "state: { folder: " + "a/".repeat(MILLION / 2) + " }"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    @Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD) // ten times what is needed; quadratic needs minutes
    void whatIsLargeTakesTimeAndMemoryInProportion(String what, String text) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            SettingsLoader.parse("tocsin.yaml", text, folder, name -> "v");
        } catch (ConfigException e) {
            assertThat(e.getMessage()).as(what).hasSizeLessThan(200_000);
            checkReport(e, text);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(BASE_BYTES + BYTES_A_CHARACTER * text.length());
    }
}
