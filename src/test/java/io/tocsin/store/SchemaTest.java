package io.tocsin.store;

import static io.tocsin.store.Commits.alert;
import static io.tocsin.store.Commits.event;
import static io.tocsin.store.Commits.letter;
import static io.tocsin.store.Commits.open;
import static io.tocsin.store.Commits.place;
import static io.tocsin.store.Commits.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.AlertJson;
import io.tocsin.model.Mark;
import io.tocsin.model.Metric;
import io.tocsin.store.Database.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of every earlier version; {@code version-N.sql} is a dump of one that the program of that version wrote. */
class SchemaTest {
    private static final Path DUMPS = Path.of("src/test/resources/store");

    private static final Metric LAST_EVENT = new Metric("h", "P", 1.5, 20, 25, 300, null, 2.0, "c", 2);

    @TempDir
    Path folder;

    static IntStream earlierVersions() {
        return IntStream.range(1, Schema.VERSION);
    }

    static IntStream dumpedVersions() {
        return earlierVersions().filter(version -> Files.exists(dump(version)));
    }

    private static Path dump(int version) {
        return DUMPS.resolve("version-" + version + ".sql");
    }

    /** A file of this version: the newest dump that is not later, brought there by the steps between. */
    private Path file(int version) throws SQLException, IOException {
        int dumped = dumpedVersions().filter(v -> v <= version).max().orElseThrow();
        restore(dump(dumped));
        Path file = folder.resolve("tocsin.db");
        try (Database database = Database.open(file, Durability.FULL)) {
            Schema.steps(database, dumped, version);
        }
        return file;
    }

    private void restore(Path dump) throws SQLException, IOException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("tocsin.db"));
                Statement s = c.createStatement()) {
            for (String line : Files.readAllLines(dump)) {
                s.execute(line);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    void aStoreOfAnEarlierVersionGoesOnWithAllItHolds(int version) throws Exception {
        file(version);
        long next;
        try (Store store = Store.open(folder)) {
            assertThat(store.producer()).isEqualTo("2ceac39d-3a03-4620-8ab4-68abbfc6b4ce");
            assertThat(store.derived()).isEqualTo(7);
            assertThat(store.checkpoint()).contains(place(5, 50));
            assertThat(store.marks().before(place(5, 50), 20).orElseThrow().at())
                    .isEqualTo(place(3, 30));
            assertThat(store.correctionsAfter(3)).containsExactly(new Commit.Correction(4, 40));
            assertThat(store.knownRules()).containsExactly(new Commit.KnownRule("rule", "fingerprint", "[\"host\"]"));
            assertThat(store.openAlerts()).containsExactly(open("rule", "[\"h\"]", Map.of("metric", 1.5)));
            assertThat(waiting(store, "nats", 10))
                    .containsExactly(new StoredOutbox.Taken(1, 0, 0, new Commit.Outgoing("nats", alert("one"), null)));
            store.outbox().take("nats", 0, 1);
            store.outbox().putOff(1, 1, 2, "later");
            store.commit(new Commits().alert("nats", "two").at(5, 50));
            assertThat(waiting(store, "nats", 10))
                    .as("behind the one of version 1")
                    .isEmpty();
            assertThat(waiting(store, "derived", 10))
                    .containsExactly(new StoredOutbox.Taken(2, 0, 0, new Commit.Outgoing("derived", null, event(7))));
            assertThat(waiting(store, "email", 10)).as("set aside").isEmpty();
            assertThat(store.feedGap()).isEmpty();
            assertThat(store.heldAlerts()).isEmpty();
            next = version == 1 ? 5 : 6;
            store.commit(new Commits().letter("late-letters", 6).at(6, 60));
        }
        try (Store store = Store.open(folder)) {
            assertThat(store.checkpoint()).contains(place(6, 60));
            assertThat(waiting(store, "late-letters", 10))
                    .containsExactly(new StoredOutbox.Taken(
                            next, 0, 0, new Commit.Outgoing("late-letters", null, null, letter(6))));
            store.outbox().sent(List.of(1L, 2L, next));
        }
    }

    @ParameterizedTest
    @MethodSource("earlierVersions")
    void aStoreThatIsBroughtUpHasTheTablesOfANewOne(int version) throws Exception {
        Path file = file(version);
        assertThat(tables(file)).contains("version " + version);
        Store.open(folder).close();
        Store.open(folder.resolve("fresh")).close();
        assertThat(tables(file))
                .isEqualTo(tables(folder.resolve("fresh/tocsin.db")))
                .hasSizeGreaterThan(8);
    }

    /** What a version added stays as it was: files of it are about. */
    @ParameterizedTest
    @MethodSource("dumpedVersions")
    void theStepsToAVersionMakeTheTablesThatItsProgramMade(int version) throws Exception {
        restore(dump(version));
        Path made = folder.resolve("made.db");
        try (Database database = Database.open(made, Durability.FULL)) {
            Schema.steps(database, 0, version);
        }
        assertThat(tables(made)).isEqualTo(tables(folder.resolve("tocsin.db")));
    }

    @Test
    void version1MayKeepLastEventsAlready() throws Exception {
        restore(dump(1));
        restore(DUMPS.resolve("version-1-last-events.sql"));
        try (Store store = Store.open(folder)) {
            assertThat(store.marks().before(place(5, 50), 20)).contains(new Mark(place(3, 30), List.of(LAST_EVENT)));
        }
    }

    @Test
    void version2KeepsLastEventsAndLetters() throws Exception {
        file(2);
        try (Store store = Store.open(folder)) {
            assertThat(store.marks().before(place(5, 50), 20)).contains(new Mark(place(3, 30), List.of(LAST_EVENT)));
            assertThat(waiting(store, "dead-letters", 10))
                    .containsExactly(new StoredOutbox.Taken(
                            4, 0, 0, new Commit.Outgoing("dead-letters", null, null, letter(4))));
        }
    }

    @Test
    void version3KeepsAJournal() throws Exception {
        file(3);
        try (Store store = Store.open(folder)) {
            assertThat(store.journal()).containsExactly(new JournalEntry.Settings(2, "meaning"));
        }
    }

    /** Of an alert that was open before there was a history its firing is listed until it changes again. */
    @Test
    void version5ListsTheAlertsThatAreOpenAlready() throws Exception {
        file(3);
        try (Store store = Store.open(folder)) {
            List<String> open = new ArrayList<>();
            new AlertReader(folder).open(new AlertReader.Filter(null, null, null, null), open::add);
            assertThat(open)
                    .containsExactly("{\"id\":\"alert\",\"alert\":\"alert\",\"rule\":\"rule\",\"state\":\"firing\","
                            + "\"severity\":\"warning\",\"host\":\"[\\\"h\\\"]\",\"service\":null,"
                            + "\"time\":\"1970-01-01T00:00:00.001Z\",\"startedAt\":\"1970-01-01T00:00:00.001Z\","
                            + "\"count\":3,\"sequence\":2,\"summary\":\"{host}\",\"values\":{\"metric\":1.5}}");
            assertThat(AlertJson.write(AlertJson.read(open.get(0)))).isEqualTo(open.get(0));
        }
    }

    private static List<String> tables(Path file) throws SQLException {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            List<String> found = new ArrayList<>();
            ResultSet rows = s.executeQuery("select lower(sql) from sqlite_master where sql is not null order by name");
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            found.add("version " + s.executeQuery("pragma user_version").getInt(1));
            return found;
        }
    }
}
