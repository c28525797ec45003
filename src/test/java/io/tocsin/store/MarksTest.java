package io.tocsin.store;

import static io.tocsin.store.Commits.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarksTest {
    private static final long NOTHING_YET = ClockState.UNSET;

    @TempDir
    Path folder;

    private static Metric event(String host, String service, long sequence) {
        return new Metric(host, service, sequence / 3.0, sequence - 5, sequence, 1.5, null, 2.0, "c", sequence);
    }

    private static Mark mark(long sequence, long clock, Metric... changed) {
        return new Mark(place(sequence, clock), List.of(changed));
    }

    private static Checkpoint found(Store store, Checkpoint at, long horizon) {
        return store.marks().before(at, horizon).orElseThrow().at();
    }

    @Test
    void thePlaceToRebuildFromIsTheNewestMarkOutsideTheHorizonElseTheOldest() {
        try (Store store = Store.open(folder)) {
            assertThat(store.marks().before(place(40, 400), 100)).isEmpty();
            for (Mark mark : List.of(mark(10, 100), mark(20, 100), mark(30, 200))) {
                store.marks().add(mark, List.of(), NOTHING_YET);
            }
            assertThat(found(store, place(40, 400), 200)).isEqualTo(place(30, 200));
            assertThat(found(store, place(40, 400), 201)).isEqualTo(place(20, 100));
            assertThat(found(store, place(40, 400), 301))
                    .as("none is: the oldest")
                    .isEqualTo(place(10, 100));
            assertThat(found(store, place(29, 400), 0)).as("none from behind").isEqualTo(place(20, 100));
        }
    }

    @Test
    void aClockThatIsNotSetIsKeptAsSuchAndIsBeforeEveryOther() {
        Checkpoint start = new Checkpoint(3, ClockState.START);
        try (Store store = Store.open(folder)) {
            store.marks().add(Mark.empty(start), List.of(), NOTHING_YET);
            assertThat(found(store, start, 1000)).isEqualTo(start);
            assertThat(found(store, place(9, 50), 1000)).isEqualTo(start);
        }
    }

    @Test
    void anEventSurvivesWhateverItsNamesAndNumbersAre() {
        String huge = "\uD83D\uDD25".repeat(100_000);
        List<Metric> events = List.of(
                new Metric("\uD800\u0000\"", huge, -0.0, Long.MIN_VALUE, Long.MAX_VALUE, 0.1, -180.0, 1e-300, "", 7),
                new Metric("", "\uDC00", Double.MIN_VALUE, 0, -1, 1e9, null, null, null, 7),
                new Metric("", "\uDC01", Double.MAX_VALUE, 0, -1, 1e9, null, null, huge, 7));
        try (Store store = Store.open(folder)) {
            store.marks().add(new Mark(place(7, 70), events), List.of(), NOTHING_YET);
            assertThat(store.marks().before(place(7, 70), 0)).contains(new Mark(place(7, 70), events));
        }
    }

    @Test
    void moreEventsThanGoIntoOneTransactionKeepTheirOrder() {
        List<Metric> events = IntStream.range(0, 3500)
                .mapToObj(i -> event("h" + i % 7, "s" + (3500 - i), 4 + i / 1200))
                .toList();
        try (Store store = Store.open(folder)) {
            store.marks().add(new Mark(place(9, 90), events), List.of(), NOTHING_YET);
            assertThat(store.marks().before(place(9, 90), 0).orElseThrow().lastEvents())
                    .isEqualTo(events);
        }
    }

    /** Behind the checkpoint the clock may have been moved by a tick that a next run does not repeat. */
    @Test
    void aMarkBehindTheCheckpointIsGoneAfterACrash() {
        try (Store store = Store.open(folder)) {
            store.commit(new Commits().at(15, 150));
            store.marks().add(mark(10, 100, event("h", "s", 9)), List.of(), NOTHING_YET);
            store.marks().add(mark(20, 200, event("h", "s", 19)), List.of(), NOTHING_YET);
        }
        try (Store store = Store.open(folder)) {
            assertThat(store.marks().before(place(30, 300), 0)).contains(mark(10, 100, event("h", "s", 9)));
        }
    }

    /** As while a backlog is read, where one commit covers more than the horizon. */
    @Test
    void marksAheadOfTheCheckpointDropNoneThatItNeeds() {
        Checkpoint start = new Checkpoint(0, ClockState.START);
        try (Store store = Store.open(folder)) {
            store.marks().add(Mark.empty(start), List.of(), NOTHING_YET);
            store.commit(new Commits().at(1, 10));
            for (long n = 1; n <= 9; n++) {
                store.marks().add(mark(n, n * 100, event("h", "s", n)), List.of(), n * 100 - 150);
            }
        }
        try (Store store = Store.open(folder)) {
            assertThat(found(store, place(1, 10), 150)).isEqualTo(start);
            store.commit(new Commits().at(9, 900));
            store.marks().add(mark(9, 900), List.of(), 900 - 150);
            assertThat(store.marks().before(place(9, 900), Long.MAX_VALUE / 2).map(Mark::at))
                    .as("dropped once it is no longer needed")
                    .isNotEqualTo(Optional.of(start));
        }
    }

    /** At every moment each mark that a restart may need is there whole, with the journal behind it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aRestartAlwaysFindsItsMarkItsEventsAndItsJournal(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long horizon = 500;
        Map<Long, Mark> whole = new TreeMap<>();
        TreeMap<Long, Commit.Correction> corrections = new TreeMap<>();
        Map<String, Metric> last = new LinkedHashMap<>();
        Map<String, Long> forgottenAt = new HashMap<>();
        List<Metric> changed = new ArrayList<>();
        Store store = Store.open(folder);
        try {
            store.marks().add(Mark.empty(place(0, 0)), List.of(), NOTHING_YET);
            whole.put(0L, Mark.empty(place(0, 0)));
            long clock = 0;
            for (long sequence = 1; sequence <= 300; sequence++) {
                clock += random.nextInt(40);
                Metric event = event("h" + random.nextInt(8), "s" + random.nextInt(2), sequence);
                String sensor = event.host() + event.service();
                changed.removeIf(e -> (e.host() + e.service()).equals(sensor));
                changed.add(event);
                last.remove(sensor);
                last.put(sensor, event);
                Commits commit = new Commits();
                if (random.nextInt(5) == 0) {
                    commit.correction(sequence, clock);
                    corrections.put(sequence, new Commit.Correction(sequence, clock));
                }
                store.commit(commit.at(sequence, clock));
                if (random.nextInt(4) == 0) {
                    long silentBefore = sequence - 60;
                    List<Metric> forgotten = last.values().stream()
                            .filter(e -> e.seen() < silentBefore)
                            .toList();
                    last.values().removeAll(forgotten);
                    long now = sequence;
                    forgotten.forEach(e -> forgottenAt.put(e.host() + e.service(), now));
                    changed.removeAll(forgotten);
                    store.marks().add(new Mark(place(sequence, clock), changed), forgotten, clock - horizon);
                    whole.put(sequence, new Mark(place(sequence, clock), List.copyOf(last.values())));
                    changed.clear();
                }
                if (random.nextInt(20) == 0) {
                    store.close();
                    store = Store.open(folder);
                }
                long wanted = random.nextLong(horizon + 1);
                Mark found =
                        store.marks().before(place(sequence, clock), wanted).orElseThrow();
                Mark expected = newest(whole, clock - wanted);
                assertThat(found.at()).isEqualTo(expected.at());
                assertThat(remembered(found, forgottenAt)).isEqualTo(remembered(expected, forgottenAt));
                assertThat(store.correctionsAfter(found.at().sequence()))
                        .containsExactlyElementsOf(corrections
                                .tailMap(found.at().sequence(), false)
                                .values());
            }
            assertThat(whole).hasSizeGreaterThan(50);
        } finally {
            store.close();
        }
    }

    private static Mark newest(Map<Long, Mark> whole, long clock) {
        return whole.values().stream()
                .filter(m -> m.at().clock().clock() <= clock)
                .max(Comparator.comparingLong(m -> m.at().sequence()))
                .orElseGet(() -> whole.values().iterator().next());
    }

    /** What was forgotten later is missing from older marks too. */
    private static List<Metric> remembered(Mark mark, Map<String, Long> forgottenAt) {
        return mark.lastEvents().stream()
                .filter(e -> forgottenAt.getOrDefault(e.host() + e.service(), 0L) < e.sequence())
                .toList();
    }
}
