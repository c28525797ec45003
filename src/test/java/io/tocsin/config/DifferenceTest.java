package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings are told apart by their keys. */
final class DifferenceTest {
    private static final String ALL =
            """
            log: { url: "nats://a:4222", start: -6h, tls: {}, user: u, password: p }
            ttl: { default: 1 min, services: { a: 2 min } }
            rules: { variables: { a: 5, b: x } }
            decode: { range: { a: { min: 1, max: 2 } }, dead-letter: dead }
            sinks:
              terminal: {}
              nats: { channel: "alerts.{rule}" }
              email: { host: h, from: a@b.c, to: [d@e.f], user: u, password: p }
            """;

    private static Settings read(String yaml) throws ConfigException {
        return SettingsLoader.parse("t.yaml", yaml, Path.of(""), name -> null);
    }

    @Test
    void theSameFileReadTwiceIsEqual() throws Exception {
        assertThat(read(ALL)).isEqualTo(read(ALL));
        assertThat(Difference.keys(read(ALL), read(ALL))).isEmpty();
    }

    @Test
    void eachKeyThatDiffersIsNamed() throws Exception {
        Settings other = read(ALL.replace("a:4222", "b:4222")
                .replace("1 min", "3 min")
                .replace("tls: {}, ", "")
                .replace("user: u, password: p }\nttl", "user: u, password: q }\nttl")
                .replace("a: 5", "a: 6"));
        assertThat(Difference.keys(read(ALL), other))
                .containsExactly("log.url", "log.password", "log.tls", "ttl.default", "rules.variables");
        assertThat(Difference.keys(read(ALL), read(ALL).withVariables(Map.of())))
                .containsExactly("rules.variables");
    }
}
