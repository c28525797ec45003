package io.tocsin.pipeline.evaluate.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.internal.epl.agg.core.AggregationRow;
import com.espertech.esper.common.internal.event.bean.core.BeanEventBean;
import io.tocsin.model.Metric;
import io.tocsin.pipeline.evaluate.exact.ExactSum;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against a queue of pairs, over seeded random events. */
class TimedEventsTest {
    private static final EventType TYPE = some(EventType.class);
    private static final EventType OTHER_TYPE = some(EventType.class);

    private record Timed(long time, Object underlying) {}

    static Stream<TimedEvents> both() {
        return Stream.of(new WholeEvents(), new PackedEvents(TYPE));
    }

    private static void add(TimedEvents events, long time, EventBean event) {
        events.add(time, event);
        if (events instanceof PackedEvents packed) {
            packed.pack(1);
        }
    }

    private static <T> T some(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, m, a) -> {
            throw new UnsupportedOperationException(m.getName());
        }));
    }

    /** One of the forms an event may have: of a group, of one that keeps events, of none, of another type, seen before it came. */
    private static EventBean event(int number, long time, Random random) {
        double ttl = random.nextInt(9) == 0 ? 30 : 60;
        Double longitude = random.nextInt(9) == 0 ? 7.5 : null;
        Double latitude = random.nextInt(9) == 0 ? 7.5 : null;
        String context = random.nextInt(9) == 0 ? "c" : null;
        String service = random.nextInt(9) == 0 ? "B" : "A";
        String host = "h" + random.nextInt(3);
        long seen = random.nextInt(9) == 0 ? time - 1 : time;
        double value = random.nextInt(9) == 0 ? -0.0 : number / 7.0;
        Metric metric =
                new Metric(host, service, value, time - number, seen, ttl, longitude, latitude, context, number);
        int form = random.nextInt(12);
        if (form == 0) {
            return new BeanEventBean(number, null);
        }
        Member member = new Member(metric, form == 1 ? OTHER_TYPE : TYPE);
        if (form > 2) {
            member.cameTo(form == 3 ? KEEPING : random.nextBoolean() ? ONE : ANOTHER);
        }
        return member;
    }

    private static final Group ONE = group(1, true);
    private static final Group ANOTHER = group(2, true);
    private static final Group KEEPING = group(3, false);

    private static Group group(int key, boolean takesLike) {
        return new Group(new Groups(() -> some(AggregationRow.class), takesLike), key);
    }

    @ParameterizedTest
    @MethodSource("both")
    void holdAndGiveWhatCameInOrder(TimedEvents events) {
        Random random = new Random(7);
        Deque<Timed> expected = new ArrayDeque<>();
        long now = 1_000;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(3);
            if (random.nextInt(10) < 7) {
                EventBean event = event(i, now, random);
                add(events, now, event);
                expected.add(new Timed(now, event.getUnderlying()));
            } else {
                long before = now - random.nextInt(60);
                List<Object> gone = new ArrayList<>();
                while (!expected.isEmpty() && expected.getFirst().time() < before) {
                    gone.add(expected.removeFirst().underlying());
                }
                assertThat(events.takeBefore(before))
                        .extracting(EventBean::getUnderlying)
                        .containsExactlyElementsOf(gone);
            }
            assertThat(events).hasSize(expected.size());
            if (!expected.isEmpty()) {
                assertThat(events.oldest()).isEqualTo(expected.getFirst().time());
            }
            if (i % 100 == 0) {
                assertThat(events)
                        .extracting(EventBean::getUnderlying)
                        .containsExactlyElementsOf(
                                expected.stream().map(Timed::underlying).toList());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("both")
    void goOnBehindManyThatHaveGone(TimedEvents events) {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            add(events, i, event(i, i, random));
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

    @ParameterizedTest
    @MethodSource("both")
    void areNoMoreThanThere(TimedEvents events) {
        events.add(1, new BeanEventBean("", null));
        Iterator<EventBean> all = events.iterator();
        all.next();
        assertThat(all).isExhausted();
        assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
    }

    /** Two statements may share an event, and each has a group of its own for it. */
    @Test
    void anEventMadeAnewIsOfItsGroup() {
        PackedEvents events = new PackedEvents(TYPE);
        Member event = new Member(new Metric("h", "A", 1, 5, 5, 60, null, null, null, 1), TYPE);
        event.cameTo(ONE);
        add(events, 5, event);
        event.cameTo(ANOTHER);
        assertThat(events.takeBefore(6)).singleElement().satisfies(gone -> {
            assertThat(gone).isNotSameAs(event);
            assertThat(((Member) gone).group()).isSameAs(ONE);
            assertThat(gone.getEventType()).isSameAs(TYPE);
        });
    }

    @Test
    void severalArePackedAtOnceAndWhatWasWholeStaysSo() {
        WholeEvents whole = new WholeEvents();
        Random random = new Random(3);
        List<Object> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            EventBean event = event(i, i, random);
            whole.add(i, event);
            expected.add(event.getUnderlying());
        }
        whole.takeBefore(10);
        PackedEvents events = whole.packed(TYPE);
        events.pack(50);
        assertThat(events).extracting(EventBean::getUnderlying).containsExactlyElementsOf(expected.subList(10, 100));
        assertThat(events.oldest()).isEqualTo(10);
    }

    @Test
    void ofItsFirstSensorAGroupKeepsWhatTheyHaveInCommon() {
        Group group = group(1, true);
        assertThat(group.isOfSensor(new Metric("h", "A", 1, 5, 5, 60, null, null, null, 1)))
                .isTrue();
        assertThat(group.isOfSensor(new Metric("h", "A", 2, 6, 6, 60, null, null, null, 2)))
                .isTrue();
        assertThat(group.isOfSensor(new Metric("h", "A", 2, 7, 7, 61, null, null, null, 3)))
                .isFalse();
    }

    @Test
    void aggregationsThatKeepEventsAreTold() {
        record Numbers(int refcount, long cnt0, ExactSum exact1) {}

        record Events(int refcount, List<EventBean> events0) {}

        record Anything(Object lastValue0) {}

        assertThat(Groups.holdNumbersAlone(Numbers.class)).isTrue();
        assertThat(Groups.holdNumbersAlone(Events.class)).isFalse();
        assertThat(Groups.holdNumbersAlone(Anything.class)).isFalse();
    }
}
