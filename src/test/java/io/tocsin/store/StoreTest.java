package io.tocsin.store;

import static io.tocsin.store.Commits.alert;
import static io.tocsin.store.Commits.event;
import static io.tocsin.store.Commits.open;
import static io.tocsin.store.Commits.place;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.OpenAlert;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path folder;

    private Store store() {
        return Store.open(folder);
    }

    @Test
    void aNewStoreHoldsNothingButItsOwnName() {
        String producer;
        try (Store store = store()) {
            assertThat(store.checkpoint()).isEmpty();
            assertThat(store.markFor(Long.MAX_VALUE)).isEmpty();
            assertThat(store.correctionsAfter(0)).isEmpty();
            assertThat(store.knownRules()).isEmpty();
            assertThat(store.openAlerts()).isEmpty();
            assertThat(store.waiting()).isZero();
            assertThat(store.derived()).isZero();
            producer = store.producer();
            assertThat(producer).isNotBlank();
        }
        try (Store store = store()) {
            assertThat(store.producer()).isEqualTo(producer);
        }
        try (Store other = Store.open(folder.resolve("made/with its parents"))) {
            assertThat(other.producer()).isNotEqualTo(producer);
        }
    }

    @Test
    void everythingCommittedIsThereAfterReopening() {
        OpenAlert alert = open("rule", "[\"h\"]", Map.of("metric", 1.5));
        var known = new Commit.KnownRule("rule", "fingerprint", "[\"host\"]");
        try (Store store = store()) {
            store.commit(new Commits()
                    .alert("nats", "one")
                    .event("derived", 7)
                    .changed(alert)
                    .mark(3, 30)
                    .correction(4, 40)
                    .rules(known)
                    .at(5, 50));
        }
        try (Store store = store()) {
            assertThat(store.checkpoint()).contains(place(5, 50));
            assertThat(store.markFor(30)).contains(place(3, 30));
            assertThat(store.correctionsAfter(3)).containsExactly(new Commit.Correction(4, 40));
            assertThat(store.knownRules()).containsExactly(known);
            assertThat(store.openAlerts()).containsExactly(alert);
            assertThat(store.derived()).isEqualTo(7);
            assertThat(store.waiting("nats", 10))
                    .containsExactly(new Store.Waiting(1, new Commit.Outgoing("nats", alert("one"), null)));
            assertThat(store.waiting("derived", 10))
                    .containsExactly(new Store.Waiting(2, new Commit.Outgoing("derived", null, event(7))));
        }
    }

    @Test
    void aClockThatIsNotSetIsKeptAsSuch() {
        Checkpoint unset = new Checkpoint(3, ClockState.START);
        try (Store store = store()) {
            store.commit(new Commits().at(unset));
        }
        try (Store store = store()) {
            assertThat(store.checkpoint()).contains(unset);
        }
    }

    @Test
    void anyNameSurvives() {
        String huge = "\uD83D\uDD25".repeat(500_000);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("z", "\uD800 \u0000 \"");
        values.put("huge", huge);
        values.put("number", 0.1 + 0.2);
        values.put("whole", 2.0);
        values.put("long", Long.MAX_VALUE);
        values.put("nothing", null);
        values.put("list", Arrays.asList(true, null, 1L));
        OpenAlert strange = open("r", "[\"\\ud800\"]", values);
        OpenAlert long1 = open("r", huge + "1", Map.of());
        OpenAlert long2 = open("r", huge + "2", Map.of());
        try (Store store = store()) {
            store.commit(new Commits()
                    .alert("mail", "\uDC00" + huge)
                    .changed(strange, long1, long2)
                    .at(1, 1));
        }
        try (Store store = store()) {
            assertThat(store.openAlerts()).containsExactlyInAnyOrder(strange, long1, long2);
            assertThat(store.openAlerts().stream().filter(strange::equals).flatMap(a -> a.values().keySet().stream()))
                    .containsExactlyElementsOf(values.keySet());
            assertThat(store.waiting("mail", 1).get(0).outgoing().alert()).isEqualTo(alert("\uDC00" + huge));
        }
    }

    @Test
    void anOpenAlertIsReplacedAndClosedByRuleAndKey() {
        try (Store store = store()) {
            store.commit(new Commits()
                    .changed(open("a", "1", Map.of()), open("a", "2", Map.of()), open("b", "1", Map.of()))
                    .at(1, 1));
            store.commit(new Commits()
                    .closed("a", "1")
                    .changed(open("b", "1", Map.of("x", 1L)))
                    .at(2, 2));
            assertThat(store.openAlerts()).containsExactly(open("a", "2", Map.of()), open("b", "1", Map.of("x", 1L)));
        }
    }

    @Test
    void rulesStayUntilACommitNamesOthers() {
        var one = new Commit.KnownRule("one", "f", "[]");
        var two = new Commit.KnownRule("two", "g", "[]");
        try (Store store = store()) {
            store.commit(new Commits().rules(one).at(1, 1));
            store.commit(new Commits().at(2, 2));
            assertThat(store.knownRules()).containsExactly(one);
            store.commit(new Commits().rules(two).at(3, 3));
            assertThat(store.knownRules()).containsExactly(two);
            store.commit(new Commits().rules().at(4, 4));
            assertThat(store.knownRules()).isEmpty();
        }
    }

    @Test
    void aCommitIsAllOrNothing() {
        try (Store store = store()) {
            store.commit(new Commits().alert("nats", "one").at(1, 1));
            var same = new Commit.KnownRule("twice", "f", "[]");
            assertThatThrownBy(() -> store.commit(new Commits()
                            .alert("nats", "two")
                            .changed(open("a", "1", Map.of()))
                            .rules(same, same)
                            .at(2, 2)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(folder.resolve("tocsin.db").toString());
            assertThat(store.checkpoint()).contains(place(1, 1));
            assertThat(store.openAlerts()).isEmpty();
            assertThat(store.waiting()).isEqualTo(1);
            store.commit(new Commits().alert("nats", "three").at(3, 3));
            assertThat(store.waiting()).isEqualTo(2);
        }
    }

    @Test
    void marksAndCorrectionsGoBehindTheHorizonButNeverTheOneNeeded() {
        try (Store store = store()) {
            store.commit(new Commits()
                    .mark(10, 100)
                    .mark(20, 200)
                    .mark(30, 300)
                    .correction(10, 100)
                    .correction(20, 150)
                    .correction(21, 210)
                    .correction(31, 310)
                    .horizonStart(299)
                    .at(40, 400));
            assertThat(store.markFor(299)).contains(place(20, 200));
            assertThat(store.markFor(199)).as("the older one is forgotten").contains(place(20, 200));
            assertThat(store.correctionsAfter(0))
                    .containsExactly(new Commit.Correction(21, 210), new Commit.Correction(31, 310));
            store.commit(new Commits().horizonStart(300).at(41, 401));
            assertThat(store.markFor(300)).contains(place(30, 300));
            assertThat(store.markFor(299)).as("the oldest there is").contains(place(30, 300));
            assertThat(store.correctionsAfter(0)).containsExactly(new Commit.Correction(31, 310));
            store.commit(new Commits().horizonStart(1_000_000).at(42, 402));
            assertThat(store.markFor(Long.MAX_VALUE)).as("the last one stays").contains(place(30, 300));
        }
    }

    @Test
    void whileEveryMarkLiesWithinTheHorizonAllStay() {
        try (Store store = store()) {
            store.commit(new Commits()
                    .mark(10, 100)
                    .mark(20, 200)
                    .correction(5, 50)
                    .horizonStart(99)
                    .at(40, 400));
            assertThat(store.markFor(100)).contains(place(10, 100));
            assertThat(store.correctionsAfter(0)).hasSize(1);
        }
    }

    @Test
    void theMarkForAClockIsTheNewestNotAfterItElseTheOldest() {
        try (Store store = store()) {
            store.commit(new Commits().mark(10, 100).mark(20, 100).mark(30, 200).at(40, 400));
            assertThat(store.markFor(99)).as("none is: the oldest").contains(place(10, 100));
            assertThat(store.markFor(199)).contains(place(20, 100));
            assertThat(store.markFor(200)).contains(place(30, 200));
        }
    }

    /** At every moment, what a restart needs is there: the newest mark not after the horizon, and the journal behind it. */
    @Test
    void aRestartAlwaysFindsItsMarkAndItsJournal() {
        SplittableRandom random = new SplittableRandom(3);
        long horizon = 500;
        TreeSet<Long> marks = new TreeSet<>();
        TreeSet<Long> corrections = new TreeSet<>();
        try (Store store = store()) {
            long clock = 0;
            for (long sequence = 1; sequence <= 400; sequence++) {
                clock += random.nextInt(40);
                Commits commit = new Commits().horizonStart(clock - horizon);
                if (random.nextInt(3) == 0) {
                    commit.mark(sequence, clock);
                    marks.add(sequence);
                }
                if (random.nextInt(5) == 0) {
                    commit.correction(sequence, clock);
                    corrections.add(sequence);
                }
                store.commit(commit.at(sequence, clock));
                var found = store.markFor(clock - horizon);
                if (found.isPresent()) {
                    long mark = found.get().sequence();
                    assertThat(store.correctionsAfter(mark).stream().map(Commit.Correction::sequence))
                            .containsExactlyElementsOf(corrections.tailSet(mark, false));
                    Long next = marks.higher(mark);
                    if (next != null) {
                        assertThat(store.markFor(Long.MAX_VALUE).orElseThrow().sequence())
                                .isEqualTo(marks.last());
                    }
                } else {
                    assertThat(store.correctionsAfter(0).stream().map(Commit.Correction::sequence))
                            .containsExactlyElementsOf(corrections);
                }
            }
            assertThat(marks).hasSizeGreaterThan(100);
        }
    }

    @Test
    void theOutboxKeepsTheOrderOfEachSink() {
        try (Store store = store()) {
            store.commit(new Commits()
                    .alert("a", "1")
                    .alert("b", "2")
                    .alert("a", "3")
                    .at(1, 1));
            store.commit(new Commits().alert("a", "4").at(2, 2));
            assertThat(ids(store.waiting("a", 10))).containsExactly("1", "3", "4");
            assertThat(ids(store.waiting("a", 2))).containsExactly("1", "3");
            assertThat(ids(store.waiting("b", 10))).containsExactly("2");
            assertThat(store.waiting("c", 10)).isEmpty();
        }
    }

    @Test
    void whatIsSentOrSetAsideWaitsNoMore() {
        try (Store store = store()) {
            store.commit(new Commits()
                    .alert("a", "1")
                    .alert("a", "2")
                    .alert("a", "3")
                    .alert("a", "4")
                    .at(1, 1));
            store.sent(List.of(1L, 3L));
            store.setAside(2, "550 no such user");
            assertThat(ids(store.waiting("a", 10))).containsExactly("4");
            assertThat(store.waiting()).isEqualTo(1);
            store.sent(List.of());
            store.sent(List.of(4L, 99L));
            assertThat(store.waiting()).isZero();
        }
        try (Store store = store()) {
            assertThat(store.waiting()).isZero();
            store.commit(new Commits().alert("a", "5").at(2, 2));
            assertThat(store.waiting("a", 1).get(0).number())
                    .as("a number is never given twice")
                    .isEqualTo(5);
        }
    }

    private static List<String> ids(List<Store.Waiting> waiting) {
        return waiting.stream()
                .map(w -> w.outgoing().alert())
                .map(a -> a == null ? "" : a.id())
                .toList();
    }
}
