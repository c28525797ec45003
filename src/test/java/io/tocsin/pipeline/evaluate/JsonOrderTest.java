package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonOrderTest {
    private static final List<String> PARTS = List.of(
            "a", "b", "ab", " ", "!", "\"", "\\", "#", "~", "\u007f", "\n", "é", "\ud83d\ude00", "\ud83d", "0", "");

    private static @Nullable Object value(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> (long) random.nextInt(12);
            case 1 ->
                List.of(0.0, -0.0, 1.0, 10.0, Double.NaN, Double.POSITIVE_INFINITY)
                        .get(random.nextInt(6));
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 4 -> List.of("x", (long) random.nextInt(2));
            default -> {
                StringBuilder text = new StringBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    text.append(PARTS.get(random.nextInt(PARTS.size())));
                }
                yield text.toString();
            }
        };
    }

    @Test
    void whatItSaysIsTheOrderOfTheTexts() {
        Random random = new Random(20261129);
        int said = 0;
        for (int i = 0; i < 200_000; i++) {
            List<@Nullable Object> a = new ArrayList<>();
            List<@Nullable Object> b = new ArrayList<>();
            for (int k = random.nextInt(4); k >= 0; k--) {
                Object value = value(random);
                a.add(value);
                b.add(random.nextBoolean() ? value : value(random));
            }
            OptionalInt order = JsonOrder.ofArrays(a, b);
            if (order.isPresent()) {
                said++;
                assertThat(Integer.signum(order.getAsInt()))
                        .as("%s and %s", a, b)
                        .isEqualTo(Integer.signum(Json.array(a).compareTo(Json.array(b))));
            }
        }
        assertThat(said).isGreaterThan(40_000);
    }

    @Test
    void namesAreToldApartWithoutTheirTexts() {
        assertThat(JsonOrder.ofArrays(Arrays.asList("h-1", null, 2.5), Arrays.asList("h-10", null, 3.5)))
                .hasValue('"' - '0');
        assertThat(JsonOrder.ofArrays(List.of("h", "a"), List.of("h", "b"))).hasValue(-1);
        assertThat(JsonOrder.ofArrays(List.of("h", 9.0), List.of("h", 10.0))).isEmpty();
        assertThat(JsonOrder.ofArrays(List.of("é"), List.of("a"))).isEmpty();
        assertThat(JsonOrder.ofArrays(List.of("h"), List.of("h", 1L))).isEmpty();
    }
}
