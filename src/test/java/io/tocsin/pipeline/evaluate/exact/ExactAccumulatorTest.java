package io.tocsin.pipeline.evaluate.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExactAccumulatorTest {
    private static final double GLITCH = 3.4e38;

    @ParameterizedTest
    @EnumSource
    void sumAndAverageAreTheExactOnesRoundedOnce(Kind readings) {
        for (int size : new int[] {2, 10, 200}) {
            Random r = new Random(size);
            Content content = new Content();
            for (int i = 0; i < 600; i++) {
                content.step(readings, r, size);
                long n = content.inside.size();
                if (n > 0) {
                    assertThat(content.sum.sum())
                            .as("sum of %s", content.inside)
                            .matches(sum -> Exactly.isNearest(sum, content.units, 1));
                    assertThat(content.sum.avg())
                            .as("average of %s", content.inside)
                            .matches(avg -> Exactly.isNearest(avg, content.units, n));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void deviationIsThePromisedOneAndWithinAnUlpOfTheTrueOne(Kind readings) {
        for (int size : new int[] {2, 10, 200}) {
            Random r = new Random(size);
            Content content = new Content();
            for (int i = 0; i < 600; i++) {
                content.step(readings, r, size);
                int n = content.inside.size();
                Double deviation = content.deviation.stddev();
                if (n < 2) {
                    assertThat(deviation).isNull();
                    continue;
                }
                BigInteger numerator = Exactly.numerator(content.units, content.squares, n);
                assertThat(deviation).as("of %s", content.inside).isEqualTo(Exactly.deviation(numerator, n));
                if (i % 10 == 0 && deviation != null && deviation < Double.MAX_VALUE) {
                    assertThat(Exactly.error(deviation, numerator, n)).isLessThan(1);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void resultsDependOnTheContentAlone(Kind readings) {
        Random r = new Random(7);
        Content content = new Content();
        for (int i = 0; i < 2000; i++) {
            content.step(readings, r, 60);
            if (i % 20 == 0) {
                List<Double> shuffled = new ArrayList<>(content.inside);
                Collections.shuffle(shuffled, r);
                assertThat(Content.rebuilt(content.inside).results()).isEqualTo(content.results());
                assertThat(Content.rebuilt(shuffled).results()).isEqualTo(content.results());
            }
        }
    }

    @Test
    void aGlitchLeavesNoTrace() {
        for (double glitch : new double[] {GLITCH, -1e308, 1e18, Double.MIN_VALUE, Double.NaN, -1.0 / 0.0}) {
            Content content = new Content();
            for (int i = 0; i < 500; i++) {
                content.enter(i == 100 ? glitch : 25.1);
                if (i >= 60) {
                    content.leave(0);
                }
                boolean inside = i >= 100 && i < 160;
                assertThat(content.results().equals("1506.0 25.1 0.0")).isEqualTo(!inside && i >= 59);
                assertThat(content.sum.outliers() != null).isEqualTo(inside);
                assertThat(content.deviation.outliers() != null).isEqualTo(inside);
            }
        }
    }

    @Test
    void aGlitchMayComeFirst() {
        Content content = new Content();
        content.enter(GLITCH);
        for (int i = 0; i < 60; i++) {
            content.enter(25.1);
        }
        content.leave(0);

        assertThat(content.results()).isEqualTo("1506.0 25.1 0.0");
        assertThat(content.sum.outliers()).isNull();
        assertThat(content.deviation.outliers()).isNull();
    }

    @Test
    void theWindowFollowsReadingsThatChangeTheirUnit() {
        Content content = new Content();
        for (int i = 0; i < 100; i++) {
            content.enter(i < 50 ? 1e-12 : 1e12);
        }
        assertThat(content.sum.avg()).matches(avg -> Exactly.isNearest(avg, content.units, 100));
        assertThat(content.sum.outliers()).isNotNull();
        for (int i = 0; i < 50; i++) {
            content.leave(0);
        }

        assertThat(content.results()).isEqualTo("5.0E13 1.0E12 0.0");
        assertThat(content.sum.outliers()).isNull();
        assertThat(content.deviation.outliers()).isNull();
    }

    @Test
    void infinitiesAndNaNCountWhileInside() {
        Content content = Content.rebuilt(List.of(1.0, 2.0, 3.0));
        content.enter(Double.POSITIVE_INFINITY);
        assertThat(content.results()).isEqualTo("Infinity Infinity NaN");
        content.enter(Double.NEGATIVE_INFINITY);
        assertThat(content.results()).isEqualTo("NaN NaN NaN");
        content.leave(3);
        assertThat(content.results()).isEqualTo("-Infinity -Infinity NaN");
        content.enter(Double.NaN);
        content.leave(3);
        assertThat(content.results()).isEqualTo("NaN NaN NaN");
        content.leave(3);
        assertThat(content.results()).isEqualTo("6.0 2.0 1.0");
    }

    @Test
    void nothingInsideIsNull() {
        Content content = Content.rebuilt(List.of(1e308));
        content.leave(0);

        assertThat(content.results()).isEqualTo("null null null");
        assertThat(content.sum.outliers()).isNull();
    }

    @Test
    void aSumBeyondTheWindowIsStillExact() {
        Content content = new Content();
        content.enter(1);
        for (int i = 0; i < 3000; i++) {
            // As far above the first as the windows of both take.
            content.enter(i % 2 == 0 ? 0x1.fffffp14 : 0x1.fffffp30);
        }
        for (int n = 3001; n > 2; n--) {
            long count = content.inside.size();
            if (n % 100 == 0) {
                assertThat(content.sum.avg()).matches(avg -> Exactly.isNearest(avg, content.units, count));
                assertThat(content.deviation.stddev())
                        .isEqualTo(Exactly.deviation(Exactly.numerator(content.units, content.squares, count), count));
            }
            content.leave(content.inside.size() - 1);
        }
        assertThat(content.results()).isEqualTo(Content.rebuilt(content.inside).results());
    }

    @Test
    void longsCountWhole() {
        Random r = new Random(5);
        ExactSum sum = new ExactSum();
        List<Long> inside = new ArrayList<>();
        BigInteger exact = BigInteger.ZERO;
        for (int i = 0; i < 2000; i++) {
            long entering = r.nextLong();
            sum.enterNumber(entering);
            inside.add(entering);
            exact = exact.add(BigInteger.valueOf(entering));
            if (inside.size() > 20) {
                long leaving = inside.remove(0);
                sum.leaveLong(leaving);
                exact = exact.subtract(BigInteger.valueOf(leaving));
            }
            BigInteger units = exact.shiftLeft(1074);
            assertThat(sum.sum()).matches(x -> Exactly.isNearest(x, units, 1));
            assertThat(sum.avg()).matches(x -> Exactly.isNearest(x, units, inside.size()));
        }
    }
}
