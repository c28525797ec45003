package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastEventsTest {
    private static Metric event(String host, String service, long sequence) {
        return new Metric(host, service, sequence, 0, sequence * 10, 1, null, null, null, sequence);
    }

    private static List<Metric> inOrder(LastEvents.Taken taken) {
        return taken.changed().stream()
                .sorted(LastEvents.Entry.IN_ORDER)
                .map(LastEvents.Entry::event)
                .toList();
    }

    /** Hosts have up to 40 services, so that both ways of finding one are used. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachSensorsLastEventIsTakenOnceInTheOrderOfEvaluation(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        LastEvents last = new LastEvents(1_000_000);
        Map<List<String>, Metric> plain = new LinkedHashMap<>();
        long taken = 0;
        for (long sequence = 1; sequence <= 2000; sequence++) {
            String host = "h" + random.nextInt(20);
            int services = random.nextInt(1, 2 + Integer.parseInt(host.substring(1)) * 2);
            for (int i = 0; i < services; i++) {
                Metric event = event(host, "s" + random.nextInt(services), sequence);
                last.note(event);
                plain.remove(List.of(event.host(), event.service()));
                plain.put(List.of(event.host(), event.service()), event);
            }
            if (random.nextInt(30) == 0) {
                long since = taken;
                long silentBefore = random.nextInt(3) == 0 ? (sequence - 60) * 10 : 0;
                LastEvents.Taken answer = last.take(since, silentBefore);
                assertThat(answer.forgotten())
                        .containsExactlyInAnyOrderElementsOf(plain.values().stream()
                                .filter(e -> e.seen() < silentBefore)
                                .toList());
                plain.values().removeIf(e -> e.seen() < silentBefore);
                assertThat(inOrder(answer))
                        .isEqualTo(plain.values().stream()
                                .filter(e -> e.sequence() > since)
                                .toList());
                assertThat(last.size()).isEqualTo(plain.size());
                taken = sequence;
            }
        }
        assertThat(plain).hasSizeGreaterThan(100);
    }

    @Test
    void ofTooManySensorsThoseSilentLongestGo() {
        LastEvents last = new LastEvents(100);
        for (long sequence = 1; sequence <= 150; sequence++) {
            last.note(event("h" + sequence, "s", sequence));
        }
        assertThat(last.take(0, 0).forgotten())
                .containsExactlyInAnyOrderElementsOf(java.util.stream.LongStream.rangeClosed(1, 60)
                        .mapToObj(n -> event("h" + n, "s", n))
                        .toList());
        assertThat(last.size()).isEqualTo(90);
        assertThat(last.take(0, 0).forgotten()).isEmpty();
        last.note(event("h1", "s", 151));
        assertThat(inOrder(last.take(150, 0))).containsExactly(event("h1", "s", 151));
    }
}
