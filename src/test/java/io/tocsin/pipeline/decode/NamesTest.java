package io.tocsin.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NamesTest {
    private final Names names = new Names("_id", "timestamp");

    private String interned(String text, int before, int after) {
        byte[] data = ("x".repeat(before) + text + "y".repeat(after)).getBytes(StandardCharsets.US_ASCII);
        return names.intern(data, before, before + text.length());
    }

    @Test
    void everyNameIsItself() {
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(random.nextInt(10) == 0 ? 70 : 20); n > 0; n--) {
                text.append((char) ('a' + random.nextInt(2)));
            }
            assertThat(interned(text.toString(), random.nextInt(3), random.nextInt(10)))
                    .isEqualTo(text.toString());
        }
    }

    @Test
    void equalNamesAreOneString() {
        assertThat(interned("_id", 0, 0)).isSameAs("_id");
        assertThat(interned("timestamp", 1, 20)).isSameAs("timestamp");
        assertThat(interned("a-long-name-of-a-sensor", 1, 20)).isSameAs(interned("a-long-name-of-a-sensor", 0, 0));
    }
}
