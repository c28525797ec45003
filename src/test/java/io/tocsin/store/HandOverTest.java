package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void whatIsTooMuchIsTakenFromTheStoreInOrder() {
        take(0, ALL);
        String[] alerts = new String[300];
        for (int i = 0; i < alerts.length; i++) {
            alerts[i] = "a" + i;
        }
        put(alerts);
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
