package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"oil-high-pressure", "Ölstand 20 °C", "圧力", "\uD83D\uDD25 C:\\temp", ""})
    void readableTextStaysAsItIs(String text) {
        assertThat(SafeText.line(text, 100)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 7",
        "8, 8",
        "9, 9",
        "10, A",
        "13, D",
        "27, 1B",
        "127, 7F",
        "133, 85",
        "155, 9B", // control
        "173, AD",
        "1564, 61C",
        "8203, 200B",
        "8206, 200E",
        "8207, 200F",
        "65279, FEFF", // format
        "8234, 202A",
        "8235, 202B",
        "8236, 202C",
        "8237, 202D",
        "8238, 202E", // bidi embeddings
        "8294, 2066",
        "8295, 2067",
        "8296, 2068",
        "8297, 2069", // bidi isolates
        "8232, 2028",
        "8233, 2029",
        "57344, E000",
        "65535, FFFF",
        "917505, E0001"
    })
    void whatCouldHarmIsSpelledOut(int codePoint, String hex) {
        assertThat(SafeText.line("a" + Character.toString(codePoint) + "b", 100))
                .isEqualTo("a\\u{" + hex + "}b");
    }

    @Test
    void loneSurrogatesAreSpelledOut() {
        assertThat(SafeText.line("a\uD800b\uDC00", 100)).isEqualTo("a\\u{D800}b\\u{DC00}");
    }

    @Test
    void longTextEndsWithAnEllipsisWithinTheLimit() {
        assertThat(SafeText.line("abcdef", 6)).isEqualTo("abcdef");
        assertThat(SafeText.line("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(SafeText.line("abc", 1)).isEqualTo("…");
        assertThat(SafeText.line("x".repeat(200_000), 200)).hasSize(200).endsWith("x…");
    }

    @Test
    void noEscapeAndNoPairIsCutInHalf() {
        assertThat(SafeText.line("ab\u001bcd", 6)).isEqualTo("ab…");
        assertThat(SafeText.line("ab\uD83D\uDD25cd", 4)).isEqualTo("ab…");
        assertThat(SafeText.line("ab\u001b", 8)).isEqualTo("ab\\u{1B}");
    }
}
