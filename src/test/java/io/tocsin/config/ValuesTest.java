package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "1, 1 ms",
        "5000, 5 s",
        "301001, 5 min 1 s 1 ms",
        "5400000, 1 h 30 min",
        "90000000, 1 d 1 h",
    })
    void aDurationIsSaidInItsUnits(long millis, String words) {
        assertThat(Durations.words(Duration.ofMillis(millis))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "0 s, PT0S", "100 ms, PT0.1S", "100ms, PT0.1S", "30 s, PT30S", "30 sec, PT30S", "1 second, PT1S",
                "2 seconds, PT2S",
        "5 min, PT5M", "1 minute, PT1M", "5 minutes, PT5M", "24 h, PT24H", "1 hour, PT1H", "2 hours, PT2H",
                "1 d, PT24H",
        "1 day, PT24H", "2 days, PT48H", "10 msec, PT0.01S", "3 milliseconds, PT0.003S"
    })
    void aDurationIsANumberAndAUnit(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "s",
                "5 m",
                "1.5 h",
                "-1 s",
                "5  min",
                " 5 min",
                "99999999999999999999 s",
                "999999999999999 d"
            })
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "512, 512", "512 B, 512", "64 KiB, 65536", "64KiB, 65536", "1 MiB, 1048576", "2 GiB, 2147483648"
    })
    void aSizeIsANumberOfBytes(String text, long bytes) {
        assertThat(Size.parse(text)).isEqualTo(new Size(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MiB", "1 MB", "1 kib", "1.5 MiB", "-1", "99999999999 GiB"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Size.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "pasword, password",
        "passwrod, password",
        "PASSWORD, password",
        "pass, password",
        "usr, user",
        "maxMessage, max-message",
        "max_message, max-message",
        "max-mes, max-message"
    })
    void theNearestWordIsTheOneMeant(String word, String meant) {
        assertThat(Nearest.to(word, List.of("user", "password", "max-message", "max-depth")))
                .contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "us", "colour", "resu"})
    void aWordThatIsNotNearIsNotGuessed(String word) {
        assertThat(Nearest.to(word, List.of("user", "password"))).isEmpty();
    }

    @Test
    void aProblemReadsFileLineColumnMessage() {
        assertThat(new Problem("a.epl", 3, 7, "no")).hasToString("a.epl:3:7: no");
        assertThat(new Problem("a.epl", 3, 0, "no")).hasToString("a.epl:3: no");
        assertThat(Problem.of("a.epl", "no")).hasToString("a.epl: no");
    }

    @ParameterizedTest
    @CsvSource({
        "CHANNEL, a",
        "CHANNEL, plant.north-1.sensors_2",
        "ID, Tocsin_1-a",
        "HOST, mail.example.org",
        "HOST, 127.0.0.1",
        "HOST, ::1",
        "NATS_URLS, nats://h",
        "NATS_URLS, tls://h:4222",
        "NATS_URLS, 'nats://a:1,nats://[::1]:2'",
        "HTTP_URL, https://h:8222",
        "MAILBOX, root@localhost",
        "MAILBOX, A B <a.b+c@example.org>",
        "MAILBOX, '\"Tocsin, the bell\" <a@b>'",
        "MAILBOX, \u00d6lwache <a@[127.0.0.1]>"
    })
    void aTextOfTheRightFormIsTaken(Syntax syntax, String text) {
        assertThat(syntax.accepts(text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "CHANNEL, ''",
        "CHANNEL, a.",
        "CHANNEL, .a",
        "CHANNEL, a..b",
        "CHANNEL, a b",
        "CHANNEL, a.*",
        "CHANNEL, >",
        "CHANNEL, a/b",
        "CHANNEL, 'a\\b'",
        "CHANNEL, 'a\u2028b'",
        "ID, a.b",
        "ID, ''",
        "HOST, a:25",
        "HOST, a b",
        "NATS_URLS, http://h",
        "NATS_URLS, 'nats://a,'",
        "NATS_URLS, nats://h:70000",
        "NATS_URLS, nats://u:p@h",
        "HTTP_URL, http://",
        "HTTP_URL, h:8222",
        "MAILBOX, a@b@c",
        "MAILBOX, 'a@b\nBcc: c@d'",
        "MAILBOX, '<a@b> c'",
        "MAILBOX, 'a@b, c@d'",
        "MAILBOX, 'A: <a@b>;'",
        "MAILBOX, 'a..b@c'",
        "MAILBOX, '\u00f6@b'"
    })
    void aTextOfTheWrongFormIsRefused(Syntax syntax, String text) {
        assertThat(syntax.accepts(text)).isFalse();
    }
}
