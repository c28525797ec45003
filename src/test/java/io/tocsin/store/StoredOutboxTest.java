package io.tocsin.store;

import static io.tocsin.store.Commits.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredOutboxTest {
    private static final String MAIL = "mail";
    private static final int ALL = 100;

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

    private void reopen() {
        store.close();
        open();
    }

    private static Alert change(String alert, AlertState state) {
        Alert a = alert(alert + " " + state.word());
        return new Alert(
                a.id(),
                alert,
                a.rule(),
                state,
                a.severity(),
                a.host(),
                a.service(),
                a.time(),
                a.startedAt(),
                a.count(),
                a.sequence(),
                a.summary(),
                a.values());
    }

    private void put(String sink, String alert, AlertState... states) {
        Commits commits = new Commits();
        for (AlertState state : states) {
            commits.alert(sink, change(alert, state));
        }
        store.commit(commits.at(1, 1));
    }

    private List<Long> take(long now, int limit) {
        return outbox.take(MAIL, now, limit).stream()
                .map(StoredOutbox.Taken::number)
                .toList();
    }

    @Test
    void whatIsOutIsNotHandedOutAgainBeforeItIsGivenBack() {
        put(MAIL, "a", AlertState.FIRING, AlertState.RESOLVED);
        put(MAIL, "b", AlertState.FIRING);

        assertThat(take(0, 2)).containsExactly(1L, 2L);
        assertThat(take(0, 2)).containsExactly(3L);
        assertThat(take(0, 2)).isEmpty();
        outbox.giveBack(List.of(2L));
        assertThat(take(0, 2)).containsExactly(2L);
    }

    @Test
    void whatWasPutOffComesWhenItsTimeHasComeWithWhatIsKnownOfIt() {
        put(MAIL, "a", AlertState.FIRING);
        take(0, ALL);
        outbox.putOff(1, 1_000, 2_000, "451 later");

        assertThat(take(1_999, ALL)).isEmpty();
        assertThat(outbox.nextDue(MAIL)).hasValue(2_000);
        assertThat(outbox.take(MAIL, 2_000, ALL))
                .containsExactly(new StoredOutbox.Taken(
                        1, 1, 1_000, new Commit.Outgoing(MAIL, change("a", AlertState.FIRING), null)));
        assertThat(outbox.nextDue(MAIL)).as("while it is out").isEmpty();
        outbox.putOff(1, 2_000, 5_000, "451 later");
        assertThat(outbox.take(MAIL, 5_000, ALL).get(0))
                .extracting(StoredOutbox.Taken::failures, StoredOutbox.Taken::failingSince)
                .containsExactly(2, 1_000L);
        assertThat(outbox.waiting(List.of(MAIL))).isEqualTo(1);
    }

    @Test
    void behindWhatWasPutOffNoLaterChangeOfThatAlertIsHandedOut() {
        put(MAIL, "a", AlertState.FIRING);
        put(MAIL, "b", AlertState.FIRING);
        take(0, ALL);
        outbox.putOff(1, 10, 20, "later");
        put(MAIL, "a", AlertState.REPEATED, AlertState.RESOLVED);
        put(MAIL, "b", AlertState.RESOLVED);
        put("nats", "a", AlertState.FIRING);

        assertThat(take(10, ALL)).containsExactly(5L);
        assertThat(take(20, ALL)).containsExactly(1L);
        assertThat(take(1_000_000, ALL)).isEmpty();
        assertThat(outbox.nextDue(MAIL)).isEmpty();
        outbox.sent(List.of(1L));
        assertThat(take(20, ALL)).containsExactly(3L, 4L);
        assertThat(outbox.take("nats", 0, ALL)).hasSize(1);
    }

    @Test
    void settingAsideWhatWasPutOffLetsItsLaterChangesGo() {
        put(MAIL, "a", AlertState.FIRING, AlertState.RESOLVED);
        assertThat(take(0, 1)).containsExactly(1L);
        outbox.putOff(1, 10, 20, "later");
        assertThat(take(10, ALL)).isEmpty();
        outbox.setAside(1, "in vain");

        assertThat(take(10, ALL)).containsExactly(2L);
        assertThat(outbox.waiting(List.of(MAIL))).isEqualTo(1);
    }

    @Test
    void manyBehindOneHideNothing() {
        put(MAIL, "a", AlertState.FIRING);
        take(0, ALL);
        outbox.putOff(1, 10, 20, "later");
        for (int i = 0; i < ALL; i++) {
            put(MAIL, "a", AlertState.REPEATED);
        }
        put(MAIL, "b", AlertState.FIRING);

        assertThat(take(10, 3)).containsExactly(ALL + 2L);
    }

    @Test
    void ofWhatIsDueAndWhatIsNewNeitherKeepsTheOtherOut() {
        for (int i = 1; i <= 20; i++) {
            put(MAIL, "a" + i, AlertState.FIRING);
        }
        take(0, 10).forEach(n -> outbox.putOff(n, 1, 2, "later"));

        assertThat(take(5, 6)).containsExactly(1L, 2L, 3L, 11L, 12L, 13L);
    }

    @Test
    void afterAStartEverythingIsTriedAtOnceInOrder() {
        put(MAIL, "a", AlertState.FIRING, AlertState.RESOLVED);
        take(0, 1);
        outbox.putOff(1, 10, Long.MAX_VALUE - 1, "later");
        assertThat(take(10, ALL)).isEmpty();
        reopen();

        assertThat(outbox.take(MAIL, 0, ALL))
                .extracting(StoredOutbox.Taken::number, StoredOutbox.Taken::failures)
                .containsExactly(tuple(1L, 1), tuple(2L, 0));
    }

    @Test
    void roomIsMadeByRepeatsThenByChangesThatWereOvertakenThenByNoticesOldestFirst() {
        put(MAIL, "n1", AlertState.NOTICE);
        put(MAIL, "a", AlertState.FIRING, AlertState.REPEATED, AlertState.REPEATED, AlertState.RESOLVED);
        put(MAIL, "n2", AlertState.NOTICE);
        put(MAIL, "b", AlertState.FIRING, AlertState.NODATA, AlertState.FIRING);
        put(MAIL, "c", AlertState.FIRING);

        assertThat(outbox.makeRoom(List.of(MAIL), 1)).isEqualTo(new StoredOutbox.Room(1, 0, 0));
        assertThat(outbox.makeRoom(List.of(MAIL), 2)).isEqualTo(new StoredOutbox.Room(1, 1, 0));
        assertThat(outbox.makeRoom(List.of(MAIL), 3)).isEqualTo(new StoredOutbox.Room(0, 2, 1));
        assertThat(outbox.waiting(List.of(MAIL))).isEqualTo(4);
        assertThat(outbox.makeRoom(List.of(MAIL), 10)).isEqualTo(new StoredOutbox.Room(0, 0, 1));
        assertThat(outbox.take(MAIL, 0, ALL).stream()
                        .map(t -> Objects.requireNonNull(t.outgoing().alert()).id()))
                .containsExactly("a resolved", "b firing", "c firing");
        assertThat(outbox.flows()).containsEntry(MAIL, new StoredOutbox.Flow(10, 0, 4, 3));
        assertThat(outbox.waitingBySink()).containsEntry(MAIL, 3L);
    }

    @Test
    void whatIsOutOrSetAsideOrOfOtherSinksMakesNoRoom() {
        put(MAIL, "a", AlertState.FIRING);
        put(MAIL, "n", AlertState.NOTICE);
        assertThat(take(0, ALL)).containsExactly(1L, 2L);
        put(MAIL, "a", AlertState.RESOLVED);
        put(MAIL, "m", AlertState.NOTICE);
        outbox.setAside(4, "refused");
        put("nats", "n", AlertState.NOTICE);
        store.commit(new Commits().event(MAIL, 1).event(MAIL, 2).letter(MAIL, 3).at(2, 2));

        assertThat(outbox.makeRoom(List.of(MAIL), ALL)).isEqualTo(new StoredOutbox.Room(0, 0, 0));
    }

    @Test
    void whereTheOneThatWasPutOffMakesRoomTheRestIsHandedOut() {
        put(MAIL, "a", AlertState.FIRING, AlertState.RESOLVED);
        take(0, 1);
        outbox.putOff(1, 10, 1_000, "later");
        assertThat(take(10, ALL)).isEmpty();

        assertThat(outbox.makeRoom(List.of(MAIL), ALL)).isEqualTo(new StoredOutbox.Room(0, 1, 0));
        assertThat(take(10, ALL)).containsExactly(2L);
    }

    @Test
    void aHugeOutboxIsHandedOutPieceByPiece() {
        Commits commits = new Commits();
        LongStream.rangeClosed(1, 10_000).forEach(i -> commits.alert(MAIL, change("a" + i, AlertState.FIRING)));
        store.commit(commits.at(1, 1));

        assertThat(take(0, 256)).hasSize(256).startsWith(1L).endsWith(256L);
        assertThat(take(0, 256)).hasSize(256).startsWith(257L).endsWith(512L);
    }
}
