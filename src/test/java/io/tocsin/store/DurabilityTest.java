package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tocsin.store.Database.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the machine is on the disk before. A loss of power cannot be tested; what SQLite is told can. */
class DurabilityTest {
    private static final long NORMAL = 1;
    private static final long FULL = 2;

    @TempDir
    Path folder;

    private static long synchronous(Database database) {
        return database.query(r -> r.getLong(1), "pragma synchronous").get(0);
    }

    @Test
    void whateverIsToBeSentIsForcedToTheDisk() {
        try (Store store = Store.open(folder)) {
            assertThat(store.durability(new Commits().alert("nats", "a").at(1, 1)))
                    .isEqualTo(Durability.FULL);
            assertThat(store.durability(new Commits().event("nats", 1).at(1, 1)))
                    .isEqualTo(Durability.FULL);
            assertThat(store.durability(new Commits().letter("nats", 1).at(1, 1)))
                    .isEqualTo(Durability.FULL);
            assertThat(store.durability(new Commits().at(1, 1))).isEqualTo(Durability.NORMAL);
        }
    }

    @Test
    void whatWasSentIsForcedToTheDiskByTheNextCommitOrWhenItIsMuch() {
        try (Store store = Store.open(folder)) {
            Commits many = new Commits();
            for (int i = 0; i < 150; i++) {
                many.alert("nats", "a" + i);
            }
            store.commit(many.at(1, 1));
            StoredOutbox outbox = store.outbox();

            outbox.sent(numbers(1, 20));
            assertThat(outbox.isUnforced()).isTrue();
            Commit next = new Commits().at(2, 2);
            assertThat(store.durability(next)).isEqualTo(Durability.FULL);
            store.commit(next);
            assertThat(outbox.isUnforced()).isFalse();
            assertThat(store.durability(new Commits().at(3, 3))).isEqualTo(Durability.NORMAL);

            outbox.sent(numbers(21, 84));
            assertThat(outbox.isUnforced()).isTrue();
            outbox.sent(numbers(85, 85));
            assertThat(outbox.isUnforced()).isFalse();
            outbox.sent(numbers(86, 150));
            assertThat(outbox.isUnforced()).isFalse();
        }
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void aTransactionThatSurvivesLessChangesNothingForTheNext() {
        try (Database database = Database.open(folder.resolve("a.db"), Durability.FULL)) {
            assertThat(synchronous(database)).isEqualTo(FULL);
            database.transaction(
                    Durability.NORMAL, () -> assertThat(synchronous(database)).isEqualTo(NORMAL));
            assertThat(synchronous(database)).isEqualTo(FULL);
            assertThatIllegalStateException()
                    .isThrownBy(() -> database.transaction(Durability.NORMAL, () -> {
                        throw new IllegalStateException("on purpose");
                    }));
            assertThat(synchronous(database)).isEqualTo(FULL);
            database.transaction(
                    Durability.FULL, () -> assertThat(synchronous(database)).isEqualTo(FULL));
        }
    }
}
