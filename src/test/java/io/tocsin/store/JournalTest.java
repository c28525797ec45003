package io.tocsin.store;

import static io.tocsin.store.Commits.place;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.FeedGap;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final JournalEntry FIRST = new JournalEntry.Settings(0, "{\"ttl\":{}}");
    private static final JournalEntry SECOND = rules(0, Map.of("a.epl", "one", "b/c.epl", "\u0000\ud83d\udd25"));
    private static final JournalEntry THIRD = rules(20, Map.of("a.epl", "one", "b/c.epl", "two"));
    private static final JournalEntry FOURTH = new JournalEntry.Settings(20, 25, "{}");
    private static final JournalEntry FIFTH = rules(30, Map.of("a.epl", "three"));
    private static final JournalEntry QUIET = new JournalEntry.Gap(30, 33, FeedGap.ANY, FeedGap.Cause.QUIET);
    private static final JournalEntry DOWN = new JournalEntry.Gap(40, 45, 47, FeedGap.Cause.DOWN);

    @TempDir
    private Path folder;

    private static JournalEntry rules(long after, Map<String, String> files) {
        Checkpoint from = after == 0 ? new Checkpoint(0, ClockState.START) : place(after - 10, after);
        return new JournalEntry.Rules(place(after, after + 5), from, "print" + after, new TreeMap<>(files));
    }

    private Store filled() {
        Store store = Store.open(folder);
        store.commit(new Commits().journal(FIRST, SECOND).at(0, 5));
        store.commit(new Commits().journal(THIRD, FOURTH).correction(15, 99).at(20, 25));
        store.commit(new Commits().journal(FIFTH).correction(25, 999).at(30, 35));
        return store;
    }

    @Test
    void entriesComeBackInOrderAlsoWhileTheServiceHasTheStore() {
        assertThat(JournalSnapshot.read(folder)).isEmpty();
        try (Store store = filled()) {
            assertThat(store.journal()).containsExactly(FIRST, SECOND, THIRD, FOURTH, FIFTH);
            assertThat(JournalSnapshot.read(folder))
                    .contains(new JournalSnapshot(
                            place(30, 35),
                            List.of(FIRST, SECOND, THIRD, FOURTH, FIFTH),
                            List.of(new Commit.Correction(15, 99), new Commit.Correction(25, 999))));
        }
        assertThat(JournalSnapshot.read(folder)).isPresent();
    }

    @Test
    void gapsOfTheFeedStandAmongTheRest() {
        try (Store store = filled()) {
            store.commit(new Commits().journal(QUIET).at(30, 36));
            store.commit(new Commits().journal(DOWN).at(40, 45));
            assertThat(store.journal()).containsExactly(FIRST, SECOND, THIRD, FOURTH, FIFTH, QUIET, DOWN);
            store.forgetJournalBefore(40);
            assertThat(store.journal()).as("the gap after 40 is none before 40").contains(QUIET, DOWN);
            store.forgetJournalBefore(41);
            assertThat(store.journal()).doesNotContain(QUIET).contains(DOWN);
        }
    }

    @Test
    void whatNoMessageOfTheLogIsConcernedByIsForgotten() throws Exception {
        try (Store store = filled()) {
            store.forgetJournalBefore(20);
            assertThat(store.journal()).containsExactly(FIRST, SECOND, THIRD, FOURTH, FIFTH);
            store.forgetJournalBefore(21);
            assertThat(store.journal())
                    .as("entries after 20 are in effect at 21")
                    .containsExactly(THIRD, FOURTH, FIFTH);
            assertThat(store.correctionsAfter(0)).containsExactly(new Commit.Correction(25, 999));
            store.forgetJournalBefore(1000);
            assertThat(store.journal()).containsExactly(FOURTH, FIFTH);
            assertThat(store.correctionsAfter(0)).isEmpty();
        }
        try (var c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("tocsin.db"));
                var s = c.createStatement()) {
            assertThat(s.executeQuery("select group_concat(text) from rule_file")
                            .getString(1))
                    .isEqualTo("three");
        }
    }
}
