package io.tocsin.pipeline.evaluate.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a sorted set of all that is held, over seeded random changes. */
class DeadlinesTest {
    private static final Comparator<Held> ORDER =
            Comparator.<Held>comparingLong(held -> held.until).thenComparingLong(held -> held.number);
    private static final int STEPS = 20_000;
    private static final int KEYS = 40;

    private final Deadlines deadlines = new Deadlines();
    private final TreeSet<Held> expected = new TreeSet<>(ORDER);
    private final List<Held> held = new ArrayList<>();
    private long number;
    private long now = 1_000_000;

    private void put(Held one, long until) {
        expected.remove(one);
        one.until = until;
        one.number = number++;
        expected.add(one);
        if (until < one.look) {
            deadlines.file(one, now);
        }
    }

    private void drop(Held one) {
        deadlines.drop(one);
        expected.remove(one);
        held.remove(one);
    }

    /** Moves the clock as a timer does, from one look to the next. */
    private void walk(long to) {
        while (deadlines.first() <= to) {
            now = Math.max(now, deadlines.first());
            go();
        }
        now = to;
        go();
    }

    private void go() {
        for (Held gone = deadlines.next(now); gone != null; gone = deadlines.next(now)) {
            assertThat(gone).isSameAs(expected.first());
            assertThat(gone.until).isLessThanOrEqualTo(now);
            expected.pollFirst();
            held.remove(gone);
        }
        assertThat(expected).allMatch(one -> one.until > now);
        assertThat(expected.isEmpty() ? Held.NOT_FILED : expected.first().until)
                .isGreaterThanOrEqualTo(deadlines.first());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void eachGoesAtItsTimeInOrder(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < STEPS; i++) {
            long wait = 1 + (long) Math.exp(random.nextDouble() * 18);
            if (held.size() < KEYS && random.nextInt(10) == 0) {
                Held one = new Held("");
                held.add(one);
                put(one, now + wait);
            } else if (!held.isEmpty() && random.nextInt(30) > 0) {
                put(held.get(random.nextInt(held.size())), now + wait);
            } else if (!held.isEmpty()) {
                drop(held.get(random.nextInt(held.size())));
            }
            if (deadlines.isWasteful(held.size())) {
                deadlines.fileAnew(held, now);
                assertThat(deadlines.isWasteful(0)).isFalse();
            }
            if (random.nextInt(3) == 0) {
                if (random.nextInt(50) == 0) {
                    now += 10_000_000; // a leap: what is due on the way goes late, and in order
                    go();
                } else {
                    walk(now + random.nextInt(3_000));
                }
            }
        }
        walk(now + 100_000_000);
        assertThat(held).isEmpty();
        assertThat(deadlines.first()).isEqualTo(Held.NOT_FILED);
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000, 60_000, 86_400_000})
    void whatIsReplacedInTimeIsLookedAtSeldom(long lasts) {
        Held one = new Held("");
        long looks = 0;
        long events = 0;
        for (long end = now + 100 * lasts; now < end; now += lasts / 2) {
            if (deadlines.first() <= now) {
                looks++;
                assertThat(deadlines.next(now)).isNull();
            }
            put(one, now + lasts);
            events++;
        }
        assertThat(looks).isLessThanOrEqualTo(events);
    }

    @Test
    void whatIsFiledAnewAgainAndAgainIsToldToBeWasteful() {
        long day = 86_400_000;
        Held one = new Held("");
        held.add(one);
        for (int i = 0; i < 100; i++) {
            put(one, now + 60_000);
            put(one, now + day);
            walk(now + 60_000);
        }
        assertThat(deadlines.isWasteful(held.size())).isTrue();
        deadlines.fileAnew(held, now);
        assertThat(deadlines.isWasteful(0)).isFalse();
        walk(now + day);
        assertThat(held).isEmpty();
        assertThat(deadlines.first()).isEqualTo(Held.NOT_FILED);
    }
}
