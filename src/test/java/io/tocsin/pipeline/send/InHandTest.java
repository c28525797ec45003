package io.tocsin.pipeline.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.send.Outbox.Entry;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InHandTest {
    private final InHand hand = new InHand();

    private static Entry entry(long number, String key, int failures) {
        return new Entry(number, key, failures, 0, Alerts.firing(key), null, null);
    }

    private long next(boolean untried) {
        return Objects.requireNonNull(hand.next(untried)).number();
    }

    @Test
    void anUntriedEntryComesFirstButNeverBeforeAnOlderOneOfItsKey() {
        hand.add(List.of(entry(1, "a", 1), entry(2, "a", 0), entry(3, "b", 0), entry(4, "b", 0)));

        assertThat(next(true)).isEqualTo(3);
        assertThat(next(true)).isEqualTo(1);
        assertThat(hand.next(true)).as("both keys have one under way").isNull();
        hand.ended(entry(1, "a", 1));
        assertThat(next(true)).isEqualTo(2);
    }

    @Test
    void otherwiseTheOldestComesWhoseKeyHasNoneUnderWay() {
        hand.add(List.of(entry(4, "b", 0), entry(1, "a", 1), entry(2, "a", 0)));

        assertThat(next(false)).isEqualTo(1);
        assertThat(next(false)).isEqualTo(4);
        assertThat(hand.next(false)).isNull();
    }
}
