package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.function.Functions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions of rules, called as rules call them. */
class FunctionsTest {
    private static final List<String> CASES = List.of(
            "abs(-2.5) 2.5",
            "abs(cast(-2, int)) 2.0",
            "sign(-3) -1.0",
            "round(2.5) 3",
            "floor(-2.5) -3.0",
            "ceil(2.1) 3.0",
            "clamp(7, 0, 5) 5.0",
            "sqrt(9) 3.0",
            "pow(2, 10) 1024.0",
            "hypot(3, 4) 5.0",
            "exp(0) 1.0",
            "log(1) 0.0",
            "log10(1000) 3.0",
            "sin(0) 0.0",
            "cos(0) 1.0",
            "tan(0) 0.0",
            "atan2(0, 1) 0.0",
            "radians(180) 3.141592653589793",
            "degrees(radians(90)) 90.0",
            "lower('ÄIß') \"äiß\"",
            "upper('äi') \"ÄI\"",
            "trim(' a ') \"a\"",
            "length('abc') 3",
            "contains('abc', 'b') true",
            "startsWith('abc', 'b') false",
            "endsWith('abc', 'bc') true",
            "indexOf('abc', 'c') 2",
            "substring('abc', 1, 9) \"bc\"",
            "substring('abc', 5, 9) \"\"",
            "part('pump-7-east', '-', 1) \"7\"",
            "part('pump', '-', 1) null",
            "concat('a', 'b', 'c') \"abc\"",
            "iso(1506784217765L) \"2017-09-30T15:10:17.765Z\"",
            "round(distance(13.4, 52.5, 13.4, 53.5)) 111195",
            "round(distance(179.5, 0, -179.5, 0)) 111195",
            "round(distance(0, 90, 0, -90)) 20015114");

    @Test
    void eachGivesWhatItSays() {
        assertThat(values(CASES.stream()
                        .map(c -> c.substring(0, c.lastIndexOf(' ')))
                        .toList()))
                .isEqualTo(CASES.stream()
                        .map(c -> c.substring(c.lastIndexOf(' ') + 1))
                        .collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void noneIsLeftOut() {
        assertThat(Functions.names()).allSatisfy(name -> assertThat(CASES).anyMatch(c -> c.contains(name + "(")));
    }

    /** {@code longitude} is null in these events. */
    @ParameterizedTest
    @CsvSource({"longitude, x", "context, text"})
    void nullGivesNull(String column, String kind) {
        List<String> calls = Functions.all().stream()
                .map(f -> f.call())
                .filter(call -> call.contains("(" + kind) || (kind.equals("x") && call.contains("longitude")))
                .map(call -> call.replaceFirst(Pattern.quote("(" + kind), "(" + column)
                        .replaceFirst("longitude1", column)
                        .replace(", ...", "")
                        .replaceAll("\\b(longitude2|latitude[12]|y|least|most|from|to|number)\\b", "1")
                        .replaceAll("\\b(part|separator|start|end|text)(?=[,)])", "'a'"))
                .toList();

        assertThat(calls).hasSizeGreaterThan(9);
        assertThat(values(calls)).isEqualTo(calls.stream().map(c -> "null").collect(Collectors.joining(",", "[", "]")));
    }

    @Test
    void localeAndTimeZoneOfTheMachineChangeNothing() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        List<String> calls = List.of(
                "lower('I')",
                "upper('i')",
                "iso(0L)",
                "seen.getHourOfDay()",
                "seen.getDayOfWeek()",
                "seen.plus(1 month).getMonthOfYear()");
        String here = values(calls);
        try {
            Locale.setDefault(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(values(calls)).isEqualTo(here);
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(values(calls)).isEqualTo(here);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void theManualShowsThemAll() throws Exception {
        String table = Functions.all().stream()
                .map(f -> "| `" + f.call() + "` | " + f.gives() + " |\n")
                .collect(Collectors.joining());

        assertThat(Files.readString(Path.of("docs", "rules.md")))
                .as("the table of functions in docs/rules.md; it should be\n" + table)
                .contains("| function | gives |\n|---|---|\n" + table + "\n");
    }

    private static String values(List<String> calls) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < calls.size(); i++) {
            columns.append(i == 0 ? "" : ", ")
                    .append(calls.get(i))
                    .append(" as c")
                    .append(i);
        }
        try (Feed feed = new Feed(
                Rules.of("@Name('r') @Alert(severity = 'info', summary = 'r', each = true) select " + columns
                        + " from Metric;"),
                Settings.defaults())) {
            feed.message(Feed.T0, "h", Feed.T0);
            assertThat(feed.rows).hasSize(1);
            return feed.rows.get(0).substring(feed.rows.get(0).indexOf(" r ") + 3);
        }
    }
}
