package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Origin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownOriginsTest {
    /** Against all numbers ever seen, as far as they are to be known. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void knowsTheHighestAndThe256BelowIt(long seed) {
        Random random = new Random(seed);
        KnownOrigins known = new KnownOrigins();
        Map<String, Set<Long>> all = new HashMap<>();
        int again = 0;
        int beyond = 0;
        long base = 1;
        for (int i = 0; i < 20_000; i++) {
            base += random.nextInt(3) + (random.nextInt(500) == 0 ? random.nextInt(600) : 0);
            long number = Math.max(1, base - random.nextInt(random.nextInt(10) == 0 ? 400 : 200));
            String producer = "p" + random.nextInt(3);
            Set<Long> seen = all.computeIfAbsent(producer, p -> new HashSet<>());
            long highest = seen.stream().mapToLong(n -> n).max().orElse(number);
            boolean isKnown = seen.contains(number) && number >= highest - KnownOrigins.BELOW;
            again += isKnown ? 1 : 0;
            beyond += number < highest - KnownOrigins.BELOW ? 1 : 0;
            assertThat(known.add(new Origin(producer, number)))
                    .as("%s of %s after %s", number, producer, highest)
                    .isEqualTo(!isKnown);
            seen.add(number);
            seen.removeIf(n -> n < Math.max(highest, number) - 2 * KnownOrigins.BELOW);
            if (random.nextInt(100) == 0) {
                KnownOrigins restored = new KnownOrigins();
                restored.add(new Origin("to be forgotten", 1));
                restored.restore(known.state());
                assertThat(restored.state()).isEqualTo(known.state());
                known = restored;
            }
        }
        assertThat(again).isGreaterThan(1_000);
        assertThat(beyond).isGreaterThan(100);
    }

    @Test
    void ofTooManyProducersTheLongestSilentIsForgotten() {
        KnownOrigins known = new KnownOrigins();
        for (int i = 0; i < KnownOrigins.MOST; i++) {
            assertThat(known.add(new Origin("p" + i, 1))).isTrue();
        }
        assertThat(known.add(new Origin("p0", 1))).isFalse();
        String state = known.state();
        known.restore(state);
        assertThat(known.add(new Origin("one more", 1))).isTrue();
        assertThat(known.add(new Origin("p0", 1))).as("heard again since").isFalse();
        assertThat(known.add(new Origin("p1", 1))).as("forgotten").isTrue();
    }

    @Test
    void withoutDerivedEventsThereIsNothingToKeep() {
        KnownOrigins known = new KnownOrigins();
        assertThat(known.state()).isEmpty();
        known.restore("");
        assertThat(known.state()).isEmpty();
    }
}
