package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sender that has everything that waits gets what is committed at once. */
class HandOverTest {
    private static final String SINK = "nats";
    private static final int ALL = 1_000;

    @TempDir
    Path folder;

    private Store store;
    private StoredOutbox outbox;

    @BeforeEach
    void open() {
        store = Store.open(folder);
        outbox = store.outbox();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<Long> take(long now, int limit) {
        return numbers(outbox.take(SINK, now, limit));
    }

    private static List<Long> numbers(List<StoredOutbox.Taken> taken) {
        return taken.stream().map(StoredOutbox.Taken::number).toList();
    }

    private void put(String... alerts) {
        Commits commits = new Commits();
        for (String alert : alerts) {
            commits.alert(SINK, alert);
        }
        store.commit(commits.at(1, 1));
    }

    @Test
    void itIsWhatTheStoreHasAndWaitsForNoCommit() throws Exception {
        assertThat(take(0, ALL)).isEmpty();
        store.commit(
                new Commits().alert(SINK, "a").event(SINK, 7).letter(SINK, 8).at(1, 1));
        List<StoredOutbox.Taken> handed;
        Store committing = store;
        synchronized (committing) { // as a commit does
            handed = CompletableFuture.supplyAsync(() -> outbox.take(SINK, 0, ALL))
                    .get(10, TimeUnit.SECONDS);
        }
        assertThat(numbers(handed)).containsExactly(1L, 2L, 3L);
        assertThat(take(0, ALL)).isEmpty();

        close();
        open();
        assertThat(outbox.take(SINK, 0, ALL)).isEqualTo(handed);
    }

    @Test
    void behindACommitThatWasUndoneEachHasTheNumberItIsStoredUnder() {
        take(0, ALL);
        put("one");
        var same = new Commit.KnownRule("twice", "f", "[]");
        Commit undone = new Commits()
                .alert(SINK, "two")
                .alert(SINK, "three")
                .rules(same, same)
                .at(2, 2);
        assertThatThrownBy(() -> store.commit(undone)).isInstanceOf(StoreException.class);
        put("four", "five");
        List<StoredOutbox.Taken> handed = outbox.take(SINK, 0, ALL);
        assertThat(handed)
                .extracting(t -> Objects.requireNonNull(t.outgoing().alert()).id())
                .containsExactly("one", "four", "five");

        close();
        open();
        assertThat(outbox.take(SINK, 0, ALL)).isEqualTo(handed);
    }

    @Test
    void whereNothingWaitsNobodyWaitsForTheStore() throws Exception {
        take(0, ALL);
        Store committing = store;
        synchronized (committing) {
            assertThat(CompletableFuture.supplyAsync(() -> take(999, ALL)).get(10, TimeUnit.SECONDS))
                    .isEmpty();
        }
        put("a");
        take(1_000, ALL);
        synchronized (committing) { // what waits is under way
            assertThat(CompletableFuture.supplyAsync(() -> take(1_001, ALL)).get(10, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }

    @Test
    void whatIsTooMuchIsTakenFromTheStoreInOrder() {
        take(0, ALL);
        put(names(300));
        put("last");

        List<Long> taken = new ArrayList<>();
        for (List<Long> some = take(0, 50); !some.isEmpty(); some = take(0, 50)) {
            taken.addAll(some);
        }
        assertThat(taken).hasSize(301).isSorted().startsWith(1L).endsWith(301L);
        outbox.sent(taken);
        put("more");
        assertThat(take(0, ALL)).containsExactly(302L);
    }

    @Test
    void nothingOvertakesWhatCameWhileTheStoreWasWaitedFor() throws Exception {
        take(0, ALL);
        CompletableFuture<List<Long>> taken = new CompletableFuture<>();
        Thread taker = new Thread(() -> taken.complete(take(1_000, 200)), "test-take");
        Store committing = store;
        synchronized (committing) {
            taker.start();
            await().until(() -> taker.getState() == Thread.State.BLOCKED);
            put(names(300));
        }
        assertThat(taken.get(10, TimeUnit.SECONDS)).hasSize(200).isSorted().startsWith(1L);
        assertThat(take(1_000, ALL)).hasSize(100).isSorted().startsWith(201L);
    }

    /** Whatever is handed out, no older entry of its order key is still to be handed out. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverBecomesOfThemNoneIsHandedOutBeforeAnOlderOneOfItsKey(long seed) throws Exception {
        int all = 6_000;
        int keys = 23;
        CompletableFuture<Void> engine = CompletableFuture.runAsync(() -> {
            Random random = new Random(seed);
            int number = 0;
            while (number < all) {
                Commits commits = new Commits();
                int size = random.nextInt(20) == 0 ? 300 : 1 + random.nextInt(5);
                for (int i = 0; i < size && number < all; i++) {
                    number++;
                    commits.event(SINK, number, "host-" + number % keys);
                }
                store.commit(commits.at(number, number));
            }
        });
        Random random = new Random(-seed);
        NavigableSet<Long> hand = new TreeSet<>();
        BitSet ended = new BitSet();
        long now = 0;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (ended.cardinality() < all) {
            assertThat(System.nanoTime()).as("all are handed out").isLessThan(end);
            assertThat(engine.isCompletedExceptionally()).isFalse();
            now++;
            for (long number : take(now, 1 + random.nextInt(256))) {
                assertThat(!ended.get((int) number) && hand.add(number))
                        .as("%d was handed out once", number)
                        .isTrue();
                for (long older = number - keys; older > 0; older -= keys) {
                    assertThat(ended.get((int) older) || hand.contains(older))
                            .as("%d was handed out before %d", number, older)
                            .isTrue();
                }
            }
            for (long number : List.copyOf(hand)) {
                boolean isOldest = hand.contains(number) && !hand.contains(number - keys);
                int what = random.nextInt(50);
                if (what == 0) {
                    outbox.giveBack(List.copyOf(hand.tailSet(number, true)));
                    hand.tailSet(number, true).clear();
                    break;
                } else if (isOldest && what == 1) {
                    outbox.putOff(number, now, now + 1 + random.nextInt(3), "later");
                    hand.remove(number);
                    List<Long> behind = hand.tailSet(number, true).stream()
                            .filter(n -> (n - number) % keys == 0)
                            .toList();
                    outbox.giveBack(behind);
                    behind.forEach(hand::remove);
                } else if (isOldest && what == 2) {
                    outbox.setAside(number, "refused");
                    hand.remove(number);
                    ended.set((int) number);
                } else if (isOldest && what < 45) {
                    outbox.sent(List.of(number));
                    hand.remove(number);
                    ended.set((int) number);
                }
            }
        }
        engine.get(10, TimeUnit.SECONDS);
        assertThat(take(now + 10, ALL)).isEmpty();
        assertThat(outbox.waiting(List.of(SINK))).isZero();
    }

    private static String[] names(int alerts) {
        return IntStream.range(0, alerts).mapToObj(i -> "a" + i).toArray(String[]::new);
    }

    /** All of these are changes of one alert. */
    @Test
    void nothingOvertakesWhatWasPutOff() {
        put("firing");
        assertThat(take(0, ALL)).containsExactly(1L);
        put("repeated");
        outbox.putOff(1, 10, 20, "later");
        put("resolved");

        assertThat(take(10, ALL)).isEmpty();
        assertThat(take(20, ALL)).containsExactly(1L);
        outbox.sent(List.of(1L));
        assertThat(take(20, ALL)).containsExactly(2L, 3L);
    }

    @Test
    void nothingOvertakesWhatWasGivenBack() {
        put("firing");
        assertThat(take(0, ALL)).containsExactly(1L);
        put("repeated");
        outbox.giveBack(List.of(1L));
        put("resolved");

        assertThat(take(0, ALL)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatIsToBeSentAgainIsSeenWhileOthersAreHandedOver() {
        put("a");
        take(0, ALL);
        outbox.setAside(1, "refused");
        put("b");
        assertThat(take(0, ALL)).containsExactly(2L);
        try (OutboxFile file = OutboxFile.open(folder, true).orElseThrow()) {
            assertThat(file.resend(List.of(1L))).containsExactly(1L);
        }
        put("c");
        assertThat(take(999, ALL)).containsExactly(3L);
        put("d");
        assertThat(take(1_000, ALL)).contains(1L, 4L);
    }

    @Test
    void whatIsOnItsWayMakesNoRoom() {
        take(0, ALL);
        store.commit(new Commits().alert(SINK, "a").alert(SINK, "b").at(1, 1));

        assertThat(outbox.makeRoom(List.of(SINK), ALL)).isEqualTo(new StoredOutbox.Room(0, 0, 0));
        assertThat(take(0, ALL)).containsExactly(1L, 2L);
        outbox.sent(List.of(1L, 2L));
        assertThat(outbox.waiting(List.of(SINK))).isZero();
    }
}
