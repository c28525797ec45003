package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.model.AlertState;
import io.tocsin.model.Severity;
import io.tocsin.store.AlertReader.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Filter ALL = new Filter(null, null, null, null);

    @TempDir
    Path folder;

    private static Alert change(String alert, AlertState state, long time) {
        return change(alert, state, time, "rule", "host");
    }

    private static Alert change(String alert, AlertState state, long time, String rule, @Nullable String host) {
        String id = alert + " " + state.word() + " " + time;
        return new Alert(id, alert, rule, state, Severity.INFO, host, "service", time, 0, 1, 9, "summary {}", Map.of());
    }

    private static Alert[] notices(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> change("n" + i, AlertState.NOTICE, i))
                .toArray(Alert[]::new);
    }

    private List<String> history(Filter filter) {
        List<String> ids = new ArrayList<>();
        new AlertReader(folder)
                .history(filter, json -> ids.add(AlertJson.read(json).id()));
        return ids;
    }

    private List<String> open(Filter filter) {
        List<String> ids = new ArrayList<>();
        new AlertReader(folder)
                .open(filter, json -> ids.add(AlertJson.read(json).id()));
        return ids;
    }

    private static int prune(Store store, long from, long most) {
        int pieces = 1;
        while (store.history().prune(from, most)) {
            pieces++;
        }
        return pieces;
    }

    @Test
    void everyChangeIsKeptAsSinksGetItAndOfAnOpenAlertTheLastOneBeside() {
        Alert odd = change("odd", AlertState.NOTICE, 5, "{\u0000\ud800\ud83d\udd25", null);
        try (Store store = Store.open(folder)) {
            store.commit(new Commits()
                    .history(
                            change("a", AlertState.FIRING, 1),
                            change("b", AlertState.FIRING, 2),
                            change("a", AlertState.REPEATED, 3),
                            change("c", AlertState.FIRING, 3))
                    .at(1, 3));
            store.commit(new Commits()
                    .history(change("b", AlertState.RESOLVED, 4), odd, change("c", AlertState.NODATA, 5))
                    .at(2, 5));
            assertThat(history(ALL)).as("beside who writes").hasSize(7);
            assertThat(open(ALL)).hasSize(2);
        }
        List<String> lines = new ArrayList<>();
        new AlertReader(folder).history(ALL, lines::add);
        assertThat(history(ALL))
                .containsExactly(
                        "a firing 1",
                        "b firing 2",
                        "a repeated 3",
                        "c firing 3",
                        "b resolved 4",
                        "odd notice 5",
                        "c nodata 5");
        assertThat(lines.get(5)).isEqualTo(AlertJson.write(odd));
        assertThat(open(ALL)).containsExactly("a repeated 3", "c nodata 5");
    }

    @Test
    void itIsCommittedWithTheRestOrNotAtAll() {
        try (Store store = Store.open(folder)) {
            var same = new Commit.KnownRule("twice", "f", "[]");
            Commits commit = new Commits().history(change("a", AlertState.FIRING, 1));
            assertThatThrownBy(() -> store.commit(commit.rules(same, same).at(1, 1)))
                    .isInstanceOf(StoreException.class);
            assertThat(history(ALL)).isEmpty();
            assertThat(open(ALL)).isEmpty();
        }
    }

    @Test
    void filtersNarrowIt() {
        try (Store store = Store.open(folder)) {
            store.commit(new Commits()
                    .history(
                            change("a", AlertState.FIRING, 1, "x", "h"),
                            change("b", AlertState.FIRING, 2, "x", "i\u0000"),
                            change("c", AlertState.FIRING, 3, "y", "h"),
                            change("d", AlertState.FIRING, 4, "x", null),
                            change("e", AlertState.FIRING, 5, "x", "h"))
                    .at(1, 5));
        }
        assertThat(history(new Filter("x", null, null, null)))
                .containsExactly("a firing 1", "b firing 2", "d firing 4", "e firing 5");
        assertThat(history(new Filter(null, "h", null, null)))
                .containsExactly("a firing 1", "c firing 3", "e firing 5");
        assertThat(history(new Filter(null, null, 4L, null))).containsExactly("d firing 4", "e firing 5");
        assertThat(history(new Filter(null, null, null, 2))).containsExactly("d firing 4", "e firing 5");
        assertThat(history(new Filter("x", "h", null, 1))).containsExactly("e firing 5");
        assertThat(history(new Filter("x", "h", 2L, 9))).containsExactly("e firing 5");
        assertThat(history(new Filter("z", null, null, 1))).isEmpty();
        assertThat(open(new Filter("x", "h", null, null))).containsExactly("a firing 1", "e firing 5");
        assertThat(open(new Filter(null, null, 2L, 1))).containsExactly("e firing 5");
    }

    @Test
    void manyPagesComeInOrderAndWhole() {
        try (Store store = Store.open(folder)) {
            store.commit(new Commits().history(notices(0, 1700)).at(1, 1));
        }
        assertThat(history(ALL))
                .containsExactlyElementsOf(
                        Stream.of(notices(0, 1700)).map(Alert::id).toList());
        assertThat(history(new Filter(null, null, 10L, 1200)))
                .containsExactlyElementsOf(
                        Stream.of(notices(500, 1700)).map(Alert::id).toList());
        assertThat(history(new Filter(null, null, 1000L, 1200))).hasSize(700);
    }

    @Test
    void whatIsTooOldOrTooMuchGoesInPiecesButNeverTheLastChangeOfAnOpenAlert() {
        try (Store store = Store.open(folder)) {
            store.commit(new Commits()
                    .history(change("open", AlertState.FIRING, 0))
                    .history(notices(1, 3000))
                    .at(1, 3000));
            assertThat(prune(store, 0, 3000)).isEqualTo(1);
            assertThat(history(ALL)).hasSize(3000);

            assertThat(prune(store, 1200, 3000)).isEqualTo(3);
            assertThat(history(ALL)).hasSize(1800).startsWith("n1200 notice 1200");

            assertThat(prune(store, 0, 250)).isEqualTo(4);
            assertThat(history(ALL)).hasSize(250).startsWith("n2750 notice 2750");

            prune(store, 9999, 250);
            assertThat(history(ALL)).isEmpty();
            assertThat(open(ALL)).containsExactly("open firing 0");

            store.commit(new Commits()
                    .history(change("two", AlertState.FIRING, 3001))
                    .at(2, 3001));
            assertThat(history(ALL)).containsExactly("two firing 3001");
            assertThat(open(ALL)).containsExactly("open firing 0", "two firing 3001");
        }
    }

    @Test
    void theFileShrinksWhenMuchOfItIsFree() throws IOException {
        Path file = folder.resolve("tocsin.db");
        try (Store store = Store.open(folder)) {
            store.commit(new Commits().history(notices(0, 100_000)).at(1, 1));
            prune(store, 90_000, 1_000_000);
            int pieces = 1;
            while (store.history().shrink()) {
                pieces++;
            }
            assertThat(pieces).isGreaterThan(5);
        }
        assertThat(Files.size(file)).as("of 22 MB, 16 may stay free").isBetween(16_000_000L, 20_000_000L);
        assertThat(history(ALL)).hasSize(10_000);
    }

    @Test
    void aFileThatCannotShrinkIsLeftAsItIs() throws Exception {
        Path file = folder.resolve("tocsin.db");
        Store.open(folder).close();
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute("pragma auto_vacuum = none");
            s.execute("pragma journal_mode = delete");
            s.execute("vacuum");
        }
        try (Store store = Store.open(folder)) {
            store.commit(new Commits().history(notices(0, 100_000)).at(1, 1));
            prune(store, 100_000, 1_000_000);
            assertThat(store.history().shrink()).isFalse();
        }
    }

    @Test
    void readingLeavesNothingBesideTheFile() throws IOException {
        Store.open(folder).close();
        history(ALL);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("tocsin.db", "lock");
        }
    }

    @Test
    void aFolderWithoutAStoreIsNamed() {
        assertThatThrownBy(() -> history(ALL))
                .isInstanceOf(StoreException.class)
                .hasMessage(folder.resolve("tocsin.db")
                        + ": no such file; `tocsin run` makes it, in the folder that state.folder names");
    }

    @Test
    void byTheBeginningOfAnIdTheWholeAlertIsFound() {
        Alert fired = alert("aa01", "bb", AlertState.FIRING, 1);
        Alert repeated = alert("cc02", "bb", AlertState.REPEATED, 2);
        Alert resolved = alert("cc03", "bb", AlertState.RESOLVED, 4);
        Alert open = alert("cd01", "dd", AlertState.FIRING, 3);
        try (Store store = Store.open(folder)) {
            store.commit(new Commits().history(fired, repeated, open, resolved).at(1, 4));

            assertThat(found("aa")).containsExactly("aa01", "cc02", "cc03");
            assertThat(found("bb")).containsExactly("aa01", "cc02", "cc03");
            assertThat(found("cc03")).containsExactly("aa01", "cc02", "cc03");
            assertThat(found("c")).containsExactly("aa01", "cc02", "cd01", "cc03");
            assertThat(found("e")).isEmpty();

            prune(store, 100, 100);
            assertThat(found("c")).as("of open alerts the last change stays").containsExactly("cd01");
        }
    }

    private static Alert alert(String id, String alert, AlertState state, long time) {
        return new Alert(id, alert, "r", state, Severity.INFO, null, null, time, 1, 1, 9, "", Map.of());
    }

    private List<String> found(String start) {
        return new AlertReader(folder)
                .startingWith(start).stream()
                        .map(json -> AlertJson.read(json).id())
                        .toList();
    }
}
