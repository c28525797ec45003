package io.tocsin.pipeline.evaluate.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.internal.event.bean.core.BeanEventBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against a queue of pairs, over seeded random events. */
class TimedEventsTest {
    private record Timed(long time, EventBean event) {}

    private final TimedEvents events = new TimedEvents();

    @Test
    void holdAndGiveWhatCameInOrder() {
        Random random = new Random(7);
        Deque<Timed> expected = new ArrayDeque<>();
        long now = 1_000;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(3);
            if (random.nextInt(10) < 7) {
                EventBean event = new BeanEventBean(i, null);
                events.add(now, event);
                expected.add(new Timed(now, event));
            } else {
                long before = now - random.nextInt(60);
                List<EventBean> gone = new ArrayList<>();
                while (!expected.isEmpty() && expected.getFirst().time() < before) {
                    gone.add(expected.removeFirst().event());
                }
                assertThat(events.takeBefore(before)).containsExactlyElementsOf(gone);
            }
            assertThat(events).hasSize(expected.size());
            if (!expected.isEmpty()) {
                assertThat(events.oldest()).isEqualTo(expected.getFirst().time());
            }
            if (i % 100 == 0) {
                assertThat(events)
                        .containsExactlyElementsOf(
                                expected.stream().map(Timed::event).toList());
            }
        }
    }

    @Test
    void goOnBehindManyThatHaveGone() {
        for (int i = 0; i < 5_000; i++) {
            events.add(i, new BeanEventBean(i, null));
            if (i == 1_000) {
                events.takeBefore(500);
            }
        }
        assertThat(events.takeBefore(5_000)).hasSize(4_500);
        EventBean next = new BeanEventBean("", null);
        events.add(6_000, next);
        assertThat(events).containsExactly(next);
        assertThat(events.oldest()).isEqualTo(6_000);
    }

    @Test
    void areNoMoreThanThere() {
        events.add(1, new BeanEventBean("", null));
        Iterator<EventBean> all = events.iterator();
        all.next();
        assertThat(all).isExhausted();
        assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
    }
}
