package io.tocsin.pipeline.evaluate.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundingTest {
    private final Random random = new Random(11);

    @Test
    void quotientsOfWordsAreNearest() {
        for (int i = 0; i < 20_000; i++) {
            long high = random.nextLong() >> random.nextInt(64);
            long low = random.nextLong() >>> random.nextInt(64);
            int divisor = 1 + (random.nextInt(Integer.MAX_VALUE) >>> random.nextInt(31));
            int position = random.nextInt(4) == 0 ? random.nextInt(1983) : random.nextInt(40);
            check(high, low, position, divisor);
        }
    }

    @Test
    void tiesGoToTheEven() {
        for (int i = 0; i < 5_000; i++) {
            // 54 bits with the last one set, times the divisor: exactly between two doubles, or a unit beside.
            int divisor = 1 + random.nextInt(1 << 20);
            BigInteger tie = BigInteger.valueOf((random.nextLong() >>> 10) | 1L << 53 | 1)
                    .multiply(BigInteger.valueOf(divisor))
                    .add(BigInteger.valueOf(random.nextInt(3) - 1));
            tie = i % 2 == 0 ? tie : tie.negate();
            check(tie.shiftRight(64).longValue(), tie.longValue(), random.nextInt(1900), divisor);
        }
    }

    @Test
    void subnormalResultsAreNearest() {
        for (int i = 0; i < 5_000; i++) {
            check(0, random.nextLong() >>> random.nextInt(64), 0, 1 + random.nextInt(Integer.MAX_VALUE));
        }
    }

    private static void check(long high, long low, int position, int divisor) {
        BigInteger dividend = ExactAccumulator.integer(high, low).shiftLeft(position);
        double quotient = Rounding.quotient(high, low, position, divisor);

        assertThat(Exactly.isNearest(quotient, dividend, divisor))
                .as("%s / %s = %s", dividend, divisor, quotient)
                .isTrue();
        assertThat(Rounding.quotient(dividend, divisor)).isEqualTo(quotient);
    }
}
