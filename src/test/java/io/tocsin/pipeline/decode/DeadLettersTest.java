package io.tocsin.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.DeadLetter;
import io.tocsin.model.DeadLetterJson;
import io.tocsin.model.Message;
import io.tocsin.model.SkipReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLettersTest {
    private static final int WHOLE_LETTER = 64 * 1024;
    private static final int MOST = 60 * 1024;

    private static DeadLetter letter(byte[] data) {
        DeadLetter letter = DeadLetters.of(new Message(17, 1_506_784_217_765L, data), SkipReason.NOT_JSON);
        assertThat(letter.sequence()).isEqualTo(17);
        assertThat(letter.timestamp()).isEqualTo(1_506_784_217_765L);
        assertThat(letter.reason()).isEqualTo(SkipReason.NOT_JSON);
        assertThat(letter.size()).isEqualTo(data.length);
        String json = DeadLetterJson.write(letter);
        assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(WHOLE_LETTER);
        assertThat(DeadLetterJson.read(json)).isEqualTo(letter);
        return letter;
    }

    private static DeadLetter letter(String text) {
        return letter(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"_id\":\"h\",",
                "a\u0000b",
                "\ufeff{}",
                "line\r\nbreak\t\u001b[31m",
                "\u00e9 \u20ac \ud83d\udd25",
                "\u202eright to left",
                "\\u0041 \" \\"
            })
    void textIsKeptToTheByte(String text) {
        DeadLetter letter = letter(text);
        assertThat(letter.text()).isTrue();
        assertThat(letter.cut()).isFalse();
        assertThat(letter.content()).isEqualTo(text);
    }

    @Test
    void whatIsNotStrictUtf8IsKeptInBase64() {
        int[][] all = {{0xff}, {'{', 0xc3}, {0xc0, 0x80}, {0xed, 0xa0, 0x80}, {0xf4, 0x90, 0x80, 0x80}, {0x80, 'a'}};
        for (int[] bytes : all) {
            byte[] data = new byte[bytes.length];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) bytes[i];
            }
            DeadLetter letter = letter(data);
            assertThat(letter.text()).isFalse();
            assertThat(Base64.getDecoder().decode(letter.content())).isEqualTo(data);
            assertThat(letter.cut()).isFalse();
        }
    }

    /** One, two, three and four bytes a character, and escapes of two and six: the last that fits is whole. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e9", "\u20ac", "\ud83d\udd25", "\"", "\\", "\n", "\u0001"})
    void textIsCutBetweenCharactersWhereTheLetterWouldBeTooLong(String character) {
        int each = DeadLetterJson.write(letter(character)).getBytes(StandardCharsets.UTF_8).length
                - DeadLetterJson.write(letter("")).getBytes(StandardCharsets.UTF_8).length;
        int most = MOST / each;
        DeadLetter whole = letter(character.repeat(most));
        assertThat(whole.cut()).isFalse();
        assertThat(whole.content()).isEqualTo(character.repeat(most));
        for (int more : new int[] {1, 5000}) {
            DeadLetter cut = letter(character.repeat(most + more) + "x");
            assertThat(cut.cut()).isTrue();
            assertThat(cut.content()).isEqualTo(character.repeat(most));
        }
    }

    @Test
    void nothingComesAfterTheFirstCharacterThatIsLeftOut() {
        DeadLetter letter = letter("x".repeat(MOST - 1) + "\u00e9yz");
        assertThat(letter.content()).isEqualTo("x".repeat(MOST - 1));
    }

    @Test
    void damageBehindTheCutMakesItNoText() {
        byte[] data = "x".repeat(10 * MOST).getBytes(StandardCharsets.UTF_8);
        data[data.length - 1] = (byte) 0xc3;
        DeadLetter letter = letter(data);
        assertThat(letter.text()).isFalse();
        assertThat(letter.cut()).isTrue();
        assertThat(Base64.getDecoder().decode(letter.content())).isEqualTo(Arrays.copyOf(data, MOST / 4 * 3));
    }

    @Test
    void anyBytesGiveALetterThatFits() {
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            byte[] data = new byte[random.nextInt(300_000)];
            random.nextBytes(data);
            letter(data);
            for (int at = 0; at < data.length; at++) {
                data[at] &= 0x1f;
            }
            letter(data);
        }
    }
}
