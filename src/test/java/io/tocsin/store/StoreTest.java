package io.tocsin.store;

import static io.tocsin.store.Commits.alert;
import static io.tocsin.store.Commits.event;
import static io.tocsin.store.Commits.letter;
import static io.tocsin.store.Commits.open;
import static io.tocsin.store.Commits.place;
import static io.tocsin.store.Commits.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.AlertJson;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.FeedGap;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import io.tocsin.model.OpenAlert;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            assertThat(store.correctionsAfter(0)).isEmpty();
            assertThat(store.knownRules()).isEmpty();
            assertThat(store.openAlerts()).isEmpty();
            assertThat(store.outbox().waiting(List.of("nats"))).isZero();
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
                    .letter("dead-letters", 4)
                    .changed(alert)
                    .correction(4, 40)
                    .rules(known)
                    .at(5, 50));
        }
        try (Store store = store()) {
            assertThat(store.checkpoint()).contains(place(5, 50));
            assertThat(store.correctionsAfter(3)).containsExactly(new Commit.Correction(4, 40));
            assertThat(store.knownRules()).containsExactly(known);
            assertThat(store.openAlerts()).containsExactly(alert);
            assertThat(store.derived()).isEqualTo(7);
            assertThat(waiting(store, "nats", 10))
                    .containsExactly(new StoredOutbox.Taken(1, 0, 0, new Commit.Outgoing("nats", alert("one"), null)));
            assertThat(waiting(store, "derived", 10))
                    .containsExactly(new StoredOutbox.Taken(2, 0, 0, new Commit.Outgoing("derived", null, event(7))));
            assertThat(waiting(store, "dead-letters", 10))
                    .containsExactly(new StoredOutbox.Taken(
                            3, 0, 0, new Commit.Outgoing("dead-letters", null, null, letter(4))));
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
            assertThat(waiting(store, "mail", 1).get(0).outgoing().alert()).isEqualTo(alert("\uDC00" + huge));
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
            assertThat(store.outbox().waiting(List.of("nats"))).isEqualTo(1);
            store.commit(new Commits().alert("nats", "three").at(3, 3));
            assertThat(store.outbox().waiting(List.of("nats"))).isEqualTo(2);
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
            assertThat(ids(waiting(store, "a", 10))).containsExactly("1", "3", "4");
            assertThat(ids(waiting(store, "a", 2))).containsExactly("1", "3");
            assertThat(ids(waiting(store, "b", 10))).containsExactly("2");
            assertThat(waiting(store, "c", 10)).isEmpty();
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
            store.outbox().sent(List.of(1L, 3L));
            store.outbox().setAside(2, "550 no such user");
            assertThat(ids(waiting(store, "a", 10))).containsExactly("4");
            assertThat(store.outbox().waiting(List.of("a"))).isEqualTo(1);
            store.outbox().sent(List.of());
            store.outbox().sent(List.of(4L, 99L));
            assertThat(store.outbox().waiting(List.of("a"))).isZero();
        }
        try (Store store = store()) {
            assertThat(store.outbox().waiting(List.of("a"))).isZero();
            store.commit(new Commits().alert("a", "5").at(2, 2));
            assertThat(waiting(store, "a", 1).get(0).number())
                    .as("a number is never given twice")
                    .isEqualTo(5);
        }
    }

    @Test
    void whatWaitsIsCountedBySinkAndAfterAReopeningToo() {
        try (Store store = store()) {
            store.commit(new Commits()
                    .alert("a", "1")
                    .alert("b", "2")
                    .alert("a", "3")
                    .alert("a", "4")
                    .at(1, 1));
            assertThat(store.outbox().waiting(List.of("a", "b", "c"))).isEqualTo(4);
            assertThat(store.outbox().waiting(List.of("a"))).isEqualTo(3);
            store.outbox().setAside(1, "refused");
            store.outbox().setAside(1, "refused");
            store.outbox().sent(List.of(1L, 3L, 3L));
        }
        try (Store store = store()) {
            assertThat(store.outbox().waiting(List.of("a"))).isEqualTo(1);
            assertThat(store.outbox().waiting(List.of("b"))).isEqualTo(1);
            assertThat(store.outbox().waiting(List.of())).isZero();
        }
    }

    @Test
    void aGapOfTheFeedAndWhatItHoldsAreStoredWithTheCheckpoint() {
        OpenAlert one = open("rule", "[\"one\"]", Map.of("metric", 1.5));
        OpenAlert two = open("rule", "[\"two\"]", Map.of("metric", 2.5));
        try (Store store = store()) {
            assertThat(store.feedGap()).isEmpty();
            FeedGap gap = FeedGap.open(5, 50, 55);
            store.commit(new Commits().feed(gap, List.of(one, two)).at(5, 60));
            store.commit(new Commits().at(5, 70));
        }
        try (Store store = store()) {
            assertThat(store.feedGap()).contains(FeedGap.open(5, 50, 55));
            assertThat(store.heldAlerts()).containsExactly(one, two);
            assertThat(store.openAlerts()).isEmpty();
            FeedGap over = new FeedGap(5, 50, 55, 99);
            store.commit(new Commits()
                    .feed(over, List.of(), new Commit.Closed("rule", "[\"one\"]"))
                    .at(6, 80));
            assertThat(store.feedGap()).contains(over);
            assertThat(store.heldAlerts()).containsExactly(two);
            store.commit(new Commits()
                    .feed(null, List.of(), new Commit.Closed("rule", "[\"two\"]"))
                    .at(7, 100));
            assertThat(store.feedGap()).isEmpty();
            assertThat(store.heldAlerts()).isEmpty();
        }
    }

    @Test
    void atAnotherLogAGapOfTheFeedLastsUntilItsFirstMessage() {
        OpenAlert held = open("rule", "[\"one\"]", Map.of("metric", 1.5));
        try (Store store = store()) {
            store.commit(new Commits()
                    .feed(new FeedGap(5, 50, 55, 99), List.of(held))
                    .journal(new JournalEntry.Gap(5, 50, 55, FeedGap.Cause.DOWN))
                    .at(6, 60));
            store.beginAnew(new Commits().at(new Checkpoint(2, ClockState.START)));
            assertThat(store.feedGap()).contains(FeedGap.open(2, 50, FeedGap.ANY));
            assertThat(store.heldAlerts()).containsExactly(held);
            assertThat(store.journal()).isEmpty();
        }
    }

    @Test
    void atAnotherLogItBeginsAnewButKeepsWhatIsToBeSentAndWhatRings() {
        OpenAlert alert = open("rule", "[\"h\"]", Map.of("metric", 1.5));
        var known = new Commit.KnownRule("rule", "fingerprint", "[\"host\"]");
        var settings = new JournalEntry.Settings(0, "new");
        Checkpoint start = new Checkpoint(0, ClockState.START);
        try (Store store = store()) {
            store.commit(new Commits()
                    .history(alert("one"))
                    .alert("nats", "one")
                    .event("derived", 7)
                    .changed(alert)
                    .correction(4, 40)
                    .journal(new JournalEntry.Settings(3, "old"))
                    .rules(known)
                    .at(5, 50));
            Metric event = new Metric("h", "P", 1.5, 20, 25, 300, null, 2.0, "c", 2);
            store.marks().add(new Mark(place(3, 30), List.of(event)), List.of(), ClockState.UNSET);
            store.beginAnew(new Commits().event("none", 7).journal(settings).at(start));
        }
        try (Store store = store()) {
            assertThat(store.checkpoint()).contains(start);
            assertThat(store.marks().before(start, 0)).isEmpty();
            assertThat(store.correctionsAfter(0)).isEmpty();
            assertThat(store.journal()).containsExactly(settings);
            assertThat(store.knownRules()).containsExactly(known);
            assertThat(store.derived()).isEqualTo(7);
            assertThat(store.openAlerts()).containsExactly(alert.unheard());
            assertThat(ids(waiting(store, "nats", 10))).containsExactly("one");
            List<String> history = new ArrayList<>();
            new AlertReader(folder).history(new AlertReader.Filter(null, null, null, null), history::add);
            assertThat(history).containsExactly(AlertJson.write(alert("one")));
        }
    }

    private static List<String> ids(List<StoredOutbox.Taken> waiting) {
        return waiting.stream()
                .map(w -> w.outgoing().alert())
                .map(a -> a == null ? "" : a.id())
                .toList();
    }
}
