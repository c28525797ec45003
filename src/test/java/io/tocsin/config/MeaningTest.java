package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MeaningTest {
    private static final String ALL =
            """
            decode:
              max-message: 2 KiB
              max-depth: 5
              max-items: 7
              max-name: 9
              range: { Pressure: { min: -1.5e-7, max: 90 }, "a\\u0085b: {": { max: 1 } }
              dead-letter: letters
            ttl: { default: 1500 ms, services: { "Flow\\n$${x}": 3 s }, contexts: { "\\U0001F525": 2 d } }
            clock: { tolerance: 1 s, stall: 2 s, leap: 3 h, max-late: 4 min }
            rules:
              horizon: 2 h
              poll: 5 s
              strict: true
              time-zone: Europe/Berlin
              variables: { whole: 5, part: 5.25, text: "5", truth: true, quoted: "true", odd: "a\\t\\u2028'$${HOME}\\"" }
            state: { folder: elsewhere }
            """;

    private static Settings settings(String yaml) throws ConfigException {
        return SettingsLoader.parse("test", yaml, Path.of(""), name -> null);
    }

    @Test
    void allThatMeansSomethingComesBackAndNothingElse() throws Exception {
        Settings all = settings(ALL);
        Settings rest = settings("log: { channel: other }");
        String text = Meaning.text(all);
        Settings read = Meaning.read(text, "journal", rest);
        assertThat(read.ttl()).isEqualTo(all.ttl());
        assertThat(read.clock()).isEqualTo(all.clock());
        assertThat(read.decode().range()).isEqualTo(all.decode().range()).hasSize(2);
        assertThat(read.decode().maxMessage()).isEqualTo(all.decode().maxMessage());
        assertThat(read.rules().variables())
                .isEqualTo(all.rules().variables())
                .containsEntry("odd", "a\t\u2028'${HOME}\"")
                .containsEntry("text", "5")
                .containsEntry("whole", 5L);
        assertThat(read.rules().timeZone()).isEqualTo(all.rules().timeZone());
        assertThat(read.rules().horizon()).isEqualTo(all.rules().horizon());
        assertThat(Meaning.text(read)).isEqualTo(text);
        assertThat(read.log()).isEqualTo(rest.log());
        assertThat(read.state()).isEqualTo(rest.state());
        assertThat(read.sinks()).isEqualTo(rest.sinks());
        assertThat(read.decode().deadLetter()).isNull();
        assertThat(read.rules().poll()).isEqualTo(rest.rules().poll());
    }

    @Test
    void theDefaultsComeBack() throws Exception {
        Settings defaults = settings("");
        assertThat(Meaning.read(Meaning.text(defaults), "journal", defaults)).isEqualTo(defaults);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "decode: { max-message: 1 KiB }",
                "decode: { max-depth: 3 }",
                "decode: { max-items: 3 }",
                "decode: { max-name: 3 }",
                "decode: { range: { a: { min: 1 } } }",
                "ttl: { default: 1 s }",
                "ttl: { services: { a: 1 s } }",
                "ttl: { contexts: { a: 1 s } }",
                "clock: { tolerance: 1 s }",
                "clock: { stall: 1 s }",
                "clock: { leap: 1 h }",
                "clock: { max-late: 1 h }",
                "rules: { horizon: 1 s }",
                "rules: { time-zone: Asia/Tokyo }",
                "rules: { variables: { a: 1 } }"
            })
    void eachOfThemCounts(String yaml) throws Exception {
        assertThat(Meaning.text(settings(yaml))).isNotEqualTo(Meaning.text(settings("")));
    }

    @Test
    void theOrderInTheFileDoesNotCountAndNeitherDoTheOtherSettings() throws Exception {
        assertThat(Meaning.text(settings("ttl: { services: { a: 1 s, b: 60 s } }\nlog: { channel: x }")))
                .isEqualTo(Meaning.text(settings("state: { folder: y }\nttl: { services: { b: 1 min, a: 1000 ms } }")));
    }

    @Test
    void whatIsNotUnderstoodSaysWhereItStood() throws Exception {
        Settings now = settings("");
        assertThatThrownBy(() -> Meaning.read("{\"ttl\":{\"defualt\":\"1 s\"}}", "journal, message 7", now))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("journal, message 7:1:9: ");
    }
}
