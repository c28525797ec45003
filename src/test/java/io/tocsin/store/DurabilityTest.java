package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tocsin.store.Database.Durability;
import java.nio.file.Path;
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
        assertThat(Store.durability(new Commits().alert("nats", "a").at(1, 1))).isEqualTo(Durability.FULL);
        assertThat(Store.durability(new Commits().event("nats", 1).at(1, 1))).isEqualTo(Durability.FULL);
        assertThat(Store.durability(new Commits().letter("nats", 1).at(1, 1))).isEqualTo(Durability.FULL);
        assertThat(Store.durability(new Commits().at(1, 1))).isEqualTo(Durability.NORMAL);
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
