package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void valuesHaveTheirFormByType() {
        List<@Nullable Object> values = Arrays.asList(
                null,
                true,
                4711L,
                93.0,
                0.1 + 0.2,
                1e300,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                "a\"b",
                List.of(1L),
                Map.of("k", 2L));
        assertThat(Json.array(values))
                .isEqualTo("[null,true,4711,93.0,0.30000000000000004,1.0E300,null,null,\"a\\\"b\",[1],{\"k\":2}]");
    }

    @Test
    void anArrayOfTextsIsTheSameHoweverItIsWritten() {
        SplittableRandom random = new SplittableRandom(5);
        String characters = "ab \"\\\u0000\u001f\u007f\u0080\u2028\ud83d\ude00/~";
        for (int i = 0; i < 20_000; i++) {
            List<String> values = random.ints(random.nextInt(4), 0, 12)
                    .mapToObj(length -> random.ints(length / 3, 0, characters.length())
                            .mapToObj(c -> characters.substring(c, c + 1))
                            .collect(Collectors.joining()))
                    .toList();
            assertThat("{\"k\":" + Json.array(values) + "}").isEqualTo(Json.object(Map.of("k", values)));
        }
    }

    /** The toString of JDK 17 writes 2.0E-3 as 0.002, but some doubles with a digit too many, such as 2.0E-44. */
    @Test
    void doublesAreShortestOnEveryJava() {
        assertThat(Json.array(List.of(2.0e-3, Double.parseDouble("1e23"), 2e-44, 9007199254740992.0)))
                .isEqualTo("[0.002,1.0E23,2.0E-44,9.007199254740992E15]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\uD800",
                "\uDC00",
                "a\uDC00\uD800b",
                "\uD83D\uDD25",
                "\u0000\u001f\u2028",
                "\uD800\uD83D\uDD25"
            })
    void anyNameSurvivesUtf8AndBack(String name) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put(name, name);
        String json = Json.object(object);
        String again = new String(json.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertThat(again).isEqualTo(json);
        assertThat(Json.readObject(again)).isEqualTo(object);
    }

    @Test
    void whatIsWrittenIsReadBackOverRandomValues() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2000; i++) {
            double d = Double.longBitsToDouble(random.nextLong());
            Object number = Double.isFinite(d) ? d : random.nextLong();
            char[] name = new char[random.nextInt(1, 5)];
            for (int c = 0; c < name.length; c++) {
                name[c] = (char) random.nextInt(0x10000);
            }
            List<@Nullable Object> values = Arrays.asList(number, new String(name), random.nextLong());
            String json = new String(Json.array(values).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            assertThat(Json.readArray(json)).isEqualTo(values);
        }
    }

    @Test
    void aStringOfManyMegabytesIsReadBack() {
        String name = "x".repeat(25_000_000);
        assertThat(Json.readArray(Json.array(List.of(name)))).isEqualTo(List.of(name));
    }

    @Test
    void whatIsNotTheJsonExpectedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Json.readObject("[1]"));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.readArray("[1"));
        assertThatIllegalArgumentException().isThrownBy(() -> Json.readArray("[1] [2]"));
    }
}
