package io.tocsin.pipeline.evaluate.exact;

import static org.assertj.core.api.Assertions.assertThat;

import com.espertech.esper.common.internal.collection.SortedRefCountedSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the tree that Esper keeps. */
class SortedNumbersTest {
    private static final double[] ODD = {
        0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, -Double.MAX_VALUE
    };

    private final Random random = new Random(20261130);
    private final SortedNumbers numbers = new SortedNumbers();
    private final SortedRefCountedSet<Object> tree = new SortedRefCountedSet<>();
    private final List<Object> inside = new ArrayList<>();

    private void enter(Object x) {
        inside.add(x);
        tree.add(x);
        if (x instanceof Long number) {
            numbers.enterLong(number);
        } else {
            numbers.enter((Double) x);
        }
    }

    private void leave(Object x) {
        tree.remove(x);
        if (x instanceof Long number) {
            numbers.leaveLong(number);
        } else {
            numbers.leave((Double) x);
        }
    }

    private void same(boolean longs) {
        Object max = longs ? (Object) numbers.maxLong() : numbers.max();
        Object min = longs ? (Object) numbers.minLong() : numbers.min();
        assertThat(max).isEqualTo(tree.maxValue());
        assertThat(min).isEqualTo(tree.minValue());
    }

    /** Grows to a size and shrinks to nothing, some times, with as many leaving from where as is said in percent. */
    @ParameterizedTest
    @CsvSource({"5,100", "5,0", "40,100", "40,50", "2000,100", "2000,99", "2000,0", "600,50"})
    void areThoseOfTheTree(int most, int firstInFirstOut) {
        for (boolean longs : new boolean[] {true, false}) {
            for (int way = 0; way < 3; way++) {
                Supplier<Object> next = numbers(longs, way);
                for (int i = 0; i < 3; i++) {
                    move(longs, most, firstInFirstOut, next);
                }
            }
        }
    }

    private void move(boolean longs, int most, int firstInFirstOut, Supplier<Object> next) {
        while (inside.size() < most) {
            enter(next.get());
            if (random.nextInt(4) == 0) {
                leave(inside.remove(random.nextInt(100) < firstInFirstOut ? 0 : random.nextInt(inside.size())));
            }
            same(longs);
        }
        for (int i = 0; i < most; i++) {
            enter(next.get());
            leave(inside.remove(random.nextInt(100) < firstInFirstOut ? 0 : random.nextInt(inside.size())));
            same(longs);
        }
        if (random.nextBoolean()) {
            numbers.clear();
            tree.clear();
            inside.clear();
        }
        while (!inside.isEmpty()) {
            leave(inside.remove(random.nextInt(100) < firstInFirstOut ? 0 : random.nextInt(inside.size())));
            same(longs);
        }
        same(longs);
    }

    /** Rising, nearly rising, or any; with some that are the same. */
    private Supplier<Object> numbers(boolean longs, int way) {
        long[] at = {0};
        return () -> {
            at[0] += random.nextInt(3);
            long number =
                    switch (way) {
                        case 0 -> at[0];
                        case 1 -> at[0] - random.nextInt(20);
                        default -> random.nextInt(1_000) - 500;
                    };
            if (longs) {
                return number;
            }
            return random.nextInt(50) == 0 ? ODD[random.nextInt(ODD.length)] : number / 8.0;
        };
    }

    @Test
    void whatNeverEnteredDoesNotLeave() {
        numbers.leaveLong(1);
        for (long x : new long[] {3, 5, 7}) {
            numbers.enterLong(x);
        }
        for (long x : new long[] {1, 4, 9}) {
            numbers.leaveLong(x);
        }
        assertThat(numbers.minLong()).isEqualTo(3);
        assertThat(numbers.maxLong()).isEqualTo(7);
    }
}
