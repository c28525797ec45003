package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChannelWordTest {
    @ParameterizedTest
    @CsvSource({
        "oil-high_pressure.9, oil-high_pressure%2E9",
        "'Oil pressure', Oil%20pressure",
        "Öl, %C3%96l",
        "\uD83D\uDD25, %F0%9F%94%A5",
        "*, %2A",
        ">, %3E",
        "a/b\\c, a%2Fb%5Cc",
        "100%, 100%25",
        "~, %7E",
        "{rule}, %7Brule%7D",
        "'\u001b\r\n\u202E', %1B%0D%0A%E2%80%AE",
    })
    void whatAChannelNameMayNotHoldIsWrittenAsBytes(String text, String word) {
        assertThat(ChannelWord.of(text)).isEqualTo(word);
    }

    @Test
    void halfACharacterIsNotAQuestionMark() {
        assertThat(ChannelWord.of("\uD83D")).isEqualTo("%uD83D").isNotEqualTo(ChannelWord.of("?"));
    }

    @Test
    void aLongNameKeepsItsStartAndDiffersFromOthersAndFromEveryShortOne() {
        String longest = "x".repeat(ChannelWord.MAX_LENGTH);
        assertThat(ChannelWord.of(longest)).isEqualTo(longest);

        String cut = ChannelWord.of(longest + "1");
        assertThat(cut).startsWith("x".repeat(95) + "~").hasSize(ChannelWord.MAX_LENGTH);
        assertThat(ChannelWord.of(longest + "2"))
                .startsWith("x".repeat(95) + "~")
                .isNotEqualTo(cut);
        assertThat(ChannelWord.of(cut)).isNotEqualTo(cut);
        assertThat(ChannelWord.of("x".repeat(94) + "Ö".repeat(100))).matches("x{94}~[0-9a-f]{32}");
    }

    @Test
    void differentTextsAreDifferentWordsThatEveryServerTakes() {
        Random random = new Random(4);
        List<String> pieces = List.of(
                "a", "%", "%2A", "*", ".", " ", "~", "_", "-", "Ö", "\uD800", "\uDC00", "\u0000", "%u", "D800", "?");
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 4);
            for (int j = 0; j < length; j++) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            String word = ChannelWord.of(text.toString());
            String other = texts.putIfAbsent(word, text.toString());
            assertThat(other == null || other.contentEquals(text))
                    .as("%s of %s and %s", word, text, other)
                    .isTrue();
            assertThat(word).hasSizeLessThanOrEqualTo(ChannelWord.MAX_LENGTH).matches(ChannelWord.FORM);
            assertThat(ChannelName.problem(word)).isEmpty();
        }
    }
}
