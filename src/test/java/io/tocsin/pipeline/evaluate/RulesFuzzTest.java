package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a rule file holds, the outcome is a rule set or a report whose every line has its place in the file. More rounds
 * of the same: {@code -Dfuzz.rounds=100}.
 */
class RulesFuzzTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z_0-9]+|'[^'\n]*'|\\s+|.", Pattern.DOTALL);
    private static final List<String> PIECES = List.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            "'",
            "\"",
            "`",
            ",",
            ";",
            ".",
            "*",
            "/*",
            "*/",
            "//",
            "--",
            "#",
            "@",
            "->",
            "==",
            "\\",
            "select",
            "from",
            "where",
            "having",
            "group by",
            "output",
            "every",
            "avg",
            "prev",
            "not",
            "null",
            "insert into",
            "create",
            "window",
            "schema",
            "context",
            "Metric",
            "#time",
            "1 min",
            "-1",
            "1e400",
            "99999999999999999999",
            "0x1",
            "''",
            "@Name('a')",
            "@Alert",
            "@Resolve('x')",
            "@Publish('a b')",
            "{metric",
            "\u0000",
            "\u00e9",
            "\u2028",
            "\ufeff",
            "\ud800",
            "\ud83d\ude00",
            "\r\n",
            "\t");

    private static List<RuleFile> shipped() throws RuleException {
        return new RuleFolder(Path.of("epl")).read();
    }

    /** Small files, for each takes the compiler a moment. */
    private static List<String> statements() throws RuleException {
        return shipped().stream()
                .flatMap(file -> Arrays.stream(file.text().split("(?<=;)\\s*\n\\s*\n")))
                .filter(text -> !text.isBlank())
                .toList();
    }

    @Test
    void noDamageEscapesTheReport() throws RuleException {
        List<String> bases = statements();
        assertThat(bases).hasSizeGreaterThan(15);
        Random random = new Random(20170930);
        int accepted = 0;
        int rounds = 100 * ROUNDS;
        for (int i = 0; i < rounds; i++) {
            String text = bases.get(random.nextInt(bases.size()));
            for (int n = random.nextInt(3); n >= 0; n--) {
                text = mutated(text, random);
            }
            accepted += isAccepted(text) ? 1 : 0;
        }
        assertThat(accepted).isBetween(rounds / 50, rounds * 9 / 10);
    }

    @Test
    void noRandomTextEscapesTheReport() {
        Random random = new Random(7);
        for (int i = 0; i < 300 * ROUNDS; i++) {
            String text = IntStream.range(0, random.nextInt(40))
                    .mapToObj(n -> random.nextInt(4) > 0
                            ? PIECES.get(random.nextInt(PIECES.size())) + (random.nextBoolean() ? " " : "")
                            : String.valueOf((char) random.nextInt(0x3000)))
                    .collect(Collectors.joining());
            isAccepted(text);
        }
    }

    private static String mutated(String text, Random random) {
        List<String> tokens = new ArrayList<>();
        Matcher token = TOKEN.matcher(text);
        while (token.find()) {
            tokens.add(token.group());
        }
        int at = random.nextInt(tokens.size() + 1);
        int to = Math.min(tokens.size(), at + random.nextInt(4));
        switch (random.nextInt(7)) {
            case 0 -> tokens.subList(at, tokens.size()).clear();
            case 1, 2 -> tokens.add(at, PIECES.get(random.nextInt(PIECES.size())));
            case 3 -> tokens.subList(at, to).clear();
            case 4 -> Collections.swap(tokens, random.nextInt(tokens.size()), random.nextInt(tokens.size()));
            case 5 -> tokens.addAll(at, List.copyOf(tokens.subList(at, to)));
            default -> {
                int i = random.nextInt(tokens.size());
                tokens.set(i, PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return tokens.isEmpty() ? " " : String.join("", tokens);
    }

    private static boolean isAccepted(String text) {
        try {
            Rules.compile(Settings.defaults(), List.of(new RuleFile("a.epl", text)));
            return true;
        } catch (RuleException e) {
            checkReport(e, text);
            return false;
        } catch (InterruptedException | RuntimeException | Error e) {
            throw new AssertionError("escaped by\n" + text, e);
        }
    }

    private static void checkReport(RuleException e, String text) {
        String[] lines = text.split("\n", -1);
        assertThat(e.problems()).isNotEmpty();
        for (Problem problem : e.problems()) {
            assertThat(problem.file()).isEqualTo("a.epl");
            assertThat(problem.line()).as("%s in%n%s", problem, text).isBetween(1, lines.length);
            String line = lines[problem.line() - 1];
            assertThat(problem.column())
                    .as("%s in%n%s", problem, text)
                    .isBetween(1, line.codePointCount(0, line.length()) + 1);
            assertThat(problem.message()).isNotBlank().hasSizeLessThan(1100);
            assertThat(problem.message().codePoints().anyMatch(Character::isISOControl))
                    .as("a control character in %s", problem)
                    .isFalse();
        }
    }

    static List<Arguments> large() {
        int deep = 20_000;
        int million = 1_000_000;
        String select = "select host from Metric where ";
        return List.of(
                Arguments.of("parentheses", select + "(".repeat(deep)),
                Arguments.of("closed parentheses", select + "(".repeat(deep) + "true" + ")".repeat(deep) + ";"),
                Arguments.of("a few parentheses", select + "(".repeat(50) + "true" + ")".repeat(50) + ";"),
                Arguments.of("calls as deep as may be", select + "f(".repeat(50)),
                Arguments.of("a sum as long as may be", select + "metric > 1" + " + 1".repeat(2_490) + ";"),
                Arguments.of("a list as long as may be", select + "host in (" + "'a', ".repeat(2_490) + "'b');"),
                Arguments.of("ands as long as may be", select + "metric > 1" + " and metric > 1".repeat(1_240) + ";"),
                Arguments.of("every as often as may be", "select * from pattern [" + "every ".repeat(4_900)),
                Arguments.of("not as often as may be", select + "not ".repeat(4_900)),
                Arguments.of("case as often as may be", select + "case when true then ".repeat(1_200)),
                Arguments.of("brackets", select + "[".repeat(deep)),
                Arguments.of("braces", select + "{".repeat(deep)),
                Arguments.of("not", select + "not ".repeat(deep) + "true;"),
                Arguments.of("minus", select + "metric > " + "-".repeat(deep) + "1;"),
                Arguments.of("a sum", select + "metric > 1" + " + 1".repeat(deep) + ";"),
                Arguments.of("a chain of and", select + "metric > 1" + " and metric > 1".repeat(deep / 4) + ";"),
                Arguments.of("calls", select + "f(".repeat(deep / 10)),
                Arguments.of("case", select + "case when ".repeat(deep / 10)),
                Arguments.of("subqueries", "select (".repeat(deep / 10)),
                Arguments.of("patterns", "select * from pattern [" + "every (".repeat(deep / 10)),
                Arguments.of("dots", select + "a" + ".a".repeat(deep) + " > 1;"),
                Arguments.of("annotations", "@Name('a') ".repeat(deep) + "select host from Metric;"),
                Arguments.of("annotations in annotations", "@Name(".repeat(deep) + " select host from Metric;"),
                Arguments.of("a list", select + "host in (" + "'a', ".repeat(deep) + "'b');"),
                Arguments.of("columns", "select " + "host, ".repeat(deep / 10) + "host from Metric;"),
                Arguments.of("statements", "select host from Metrik;\n".repeat(400)),
                Arguments.of("semicolons", ";".repeat(million)),
                Arguments.of("blanks", " ".repeat(million)),
                Arguments.of("lines", "\n".repeat(million)),
                Arguments.of("a comment", "/*" + "*".repeat(million)),
                Arguments.of("an open quote", select + "host = '" + "a".repeat(million)),
                Arguments.of("quotes", "'".repeat(million)),
                Arguments.of("odd characters", "\u00a7".repeat(100_000)),
                Arguments.of("a long string", select + "host = '" + "a".repeat(million) + "';"),
                Arguments.of("a long word", select + "a".repeat(million) + " > 3;"),
                Arguments.of("a long number", select + "metric > " + "9".repeat(million) + ";"),
                Arguments.of("a long name", "@Name('" + "a".repeat(million) + "') select host from Metric;"),
                Arguments.of(
                        "a long channel",
                        "@Name('a') @Publish('" + "a.".repeat(million / 2)
                                + "') select host, service, metric, time from Metric;"),
                Arguments.of(
                        "a long period",
                        "@Name('a') @Alert(severity='info', summary='x', repeat='" + "1 day ".repeat(million / 6)
                                + "') select host from Metric;"),
                Arguments.of(
                        "a long key",
                        "@Name('a') @Alert(severity='info', summary='x', key='" + "x,".repeat(10_000)
                                + "') select host from Metric;"),
                Arguments.of(
                        "a long summary",
                        "@Name('a') @Alert(severity='info', summary='" + "{x}".repeat(10_000)
                                + "') select host from Metric;"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    @Timeout(
            value = 240,
            threadMode = ThreadMode.SEPARATE_THREAD) // seconds on a free machine; without a limit it takes for ever
    void whatIsLargeTakesTimeInProportion(String what, String text) {
        isAccepted(text);
    }
}
