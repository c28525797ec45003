package io.tocsin.app.ruletest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    private static final long START = 1_577_836_800_000L;

    @ParameterizedTest
    @CsvSource({
        "0 s, 0",
        "50 s, 50000",
        "1 min 30 s, 90000",
        "1min30s, 90000",
        "5 min 1 ms, 300001",
        "2 d 1 h, 176400000"
    })
    void aDistanceIsASumOfDurations(String text, long millis) {
        assertThat(Moment.parse(text).from(START)).isEqualTo(START + millis);
    }

    @Test
    void aTimeStandsForItself() {
        assertThat(Moment.parse("2017-09-30T15:10:17.765Z").from(START)).isEqualTo(1_506_784_217_765L);
        assertThat(Moment.parse("2017-09-30T17:10:17.765+02:00").from(START)).isEqualTo(1_506_784_217_765L);
    }

    @Test
    void withoutMillisecondsTheWholeSecondIsMeant() {
        Moment second = Moment.parse("50 s");

        assertThat(second.means(START + 50_000, START)).isTrue();
        assertThat(second.means(START + 50_999, START)).isTrue();
        assertThat(second.means(START + 51_000, START)).isFalse();
        assertThat(second.means(START + 49_999, START)).isFalse();
    }

    @Test
    void withMillisecondsJustThat() {
        assertThat(Moment.parse("50 s 1 ms").means(START + 50_001, START)).isTrue();
        assertThat(Moment.parse("50 s 1 ms").means(START + 50_000, START)).isFalse();
        assertThat(Moment.parse("2017-09-30T15:10:17.000Z").means(1_506_784_217_001L, START))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "50",
                "50 s later",
                "5 parsecs",
                "-5 s",
                "2017-13-30T15:10:17Z",
                "99999999999999999999 d"
            })
    void whatIsNoMomentIsRefused(String text) {
        assertThatThrownBy(() -> Moment.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
