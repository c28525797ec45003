package io.tocsin.app.ruletest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesNotationTest {
    @Test
    void valuesAndGaps() {
        assertThat(SeriesNotation.values("80 -1.5 _ 3.4e38 _x2 7"))
                .containsExactly(80.0, -1.5, null, 3.4e38, null, null, 7.0);
    }

    @Test
    void repetitions() {
        assertThat(SeriesNotation.values("85x3 -2x2")).containsExactly(85.0, 85.0, 85.0, -2.0, -2.0);
    }

    @Test
    void stepsAreExact() {
        assertThat(SeriesNotation.values("0+0.1x4")).containsExactly(0.0, 0.1, 0.2, 0.3);
        assertThat(SeriesNotation.values("10-2x3")).containsExactly(10.0, 8.0, 6.0);
        assertThat(SeriesNotation.values("-1-1e2x2")).containsExactly(-1.0, -101.0);
        assertThat(SeriesNotation.values("1e+2x2")).containsExactly(100.0, 100.0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "80x", "80x0", "80+2", "80..90", "1e400", "80x1000001", "NaN", "80,81", "_+1x2", "8x2x2"
            })
    void whatMakesNoSenseIsNamed(String text) {
        assertThatThrownBy(() -> SeriesNotation.values(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void allValuesTogetherAreLimited() {
        assertThatThrownBy(() -> SeriesNotation.values("1x999999 2x2"))
                .hasMessageContaining("2x2")
                .hasMessageContaining("1000000");
    }
}
