package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.store.Database.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way a state folder can be unusable: the message names the file and what to do. */
class StoreProblemsTest {
    private static final String ANEW =
            "; put a copy of it back, or set the folder aside to begin anew: the log is not touched";

    @TempDir
    Path temp;

    @Test
    void aSecondStoreOnTheFolderIsRefused() {
        Path folder = temp.resolve("state");
        try (Store store = Store.open(folder)) {
            assertThatThrownBy(() -> Store.open(folder))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(folder + ": in use by another tocsin (process "
                            + ProcessHandle.current().pid()
                            + "); stop it, or give this one a state.folder of its own");
            store.commit(new Commits().at(1, 1));
        }
        try (Store store = Store.open(folder)) {
            assertThat(store.checkpoint()).isPresent();
        }
    }

    @Test
    void aStoreOfANewerTocsinIsRefusedAndLeftAsItIs() throws Exception {
        Store.open(temp).close();
        Path file = temp.resolve("tocsin.db");
        int newer = Schema.VERSION + 1;
        sql(file, "pragma user_version = " + newer);
        String message = file + ": written by a newer tocsin (schema " + newer + ", this one knows " + Schema.VERSION
                + "); use that one, or give this one a state.folder of its own";
        assertThatThrownBy(() -> Store.open(temp))
                .isInstanceOf(StoreException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Store.open(temp)).as("the lock is free again").hasMessage(message);
        sql(file, "pragma user_version = " + Schema.VERSION);
        Store.open(temp).close();
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws IOException {
        Path file = Files.writeString(temp.resolve("state"), "mine");
        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + ": is a file, but state.folder must be a folder");
        assertThatThrownBy(() -> Store.open(file.resolve("below")))
                .isInstanceOf(StoreException.class)
                .hasMessage(file.resolve("below") + ": cannot be used as state.folder: Not a directory");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aFolderInPlaceOfTheDatabaseIsRefused() throws IOException {
        Path file = Files.createDirectory(temp.resolve("tocsin.db"));
        assertThatThrownBy(() -> Store.open(temp))
                .isInstanceOf(StoreException.class)
                .hasMessage(file
                        + ": cannot be opened (SQLITE_CANTOPEN); it must be a file that this user may read and write");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Path file = temp.resolve("tocsin.db");
        Files.writeString(file, "this is a letter and no database\n".repeat(100));
        assertThatThrownBy(() -> Store.open(temp))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + ": damaged, or not written by tocsin (SQLITE_NOTADB)" + ANEW);
    }

    @Test
    void aDamagedDatabaseIsReportedWhereverItIsMet() throws IOException {
        Path file = temp.resolve("tocsin.db");
        try (Store store = Store.open(temp)) {
            Commits commit = new Commits();
            for (int i = 0; i < 3000; i++) {
                commit.alert("sink", "id" + i).changed(Commits.open("r", "key" + i, Map.of()));
            }
            store.commit(commit.at(1, 1));
        }
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 4096 * 8, bytes.length - 4096 * 8, (byte) 0x5a);
        Files.write(file, bytes);
        assertThatThrownBy(() -> {
                    try (Store store = Store.open(temp)) {
                        store.openAlerts();
                        store.outbox().take("sink", 0, 5000);
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessage(file + ": damaged, or not written by tocsin (SQLITE_CORRUPT)" + ANEW);
    }

    @Test
    void aFullDiskUndoesTheWholeCommitAndWithRoomItGoesOn() throws Exception {
        Path file = temp.resolve("tocsin.db");
        try (Store store = Store.open(temp);
                Database database = Database.open(file, Durability.FULL)) {
            store.commit(new Commits().alert("sink", "1").at(1, 1));
            for (int again = 0; again < 2; again++) {
                List<String> sinks = new ArrayList<>();
                database.pragma("max_page_count = 80");
                assertThatThrownBy(() -> database.transaction(() -> {
                            for (int i = 0; i < 1000; i++) {
                                insert(database, "x".repeat(1000));
                                sinks.add("sink");
                            }
                        }))
                        .isInstanceOf(StoreException.class)
                        .hasMessage(file
                                + ": the disk is full (SQLITE_FULL); make room and start again: what was not stored"
                                + " is done again");
                assertThat(sinks).hasSizeBetween(50, 500);
                database.pragma("max_page_count = 6000");
                database.transaction(() -> insert(database, "{}"));
            }
            assertThat(database.query(r -> r.getLong(1), "select count(*) from outbox"))
                    .containsExactly(3L);
        }
    }

    private static void insert(Database database, String alert) {
        database.execute("insert into outbox (sink, alert) values ('sink', ?)", alert);
    }

    @Test
    void aFileThatIsGoneOrReplacedIsWrittenToNoMore() throws Exception {
        Path file = temp.resolve("state/tocsin.db");
        String message =
                file + ": removed or replaced while it was in use; put it back and start again. Without it the next"
                        + " start is a first one, and begins where log.start says";
        Path aside = temp.resolve("aside");
        try (Store store = Store.open(temp.resolve("state"))) {
            store.commit(new Commits().at(1, 1));
            Files.move(temp.resolve("state"), aside);
            assertThatThrownBy(() -> store.commit(new Commits().at(2, 2)))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(message);
            Files.createDirectories(file.getParent());
            Files.copy(aside.resolve("tocsin.db"), file);
            assertThatThrownBy(() -> store.commit(new Commits().at(3, 3)))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(message);
        }
        try (Store store = Store.open(aside)) {
            assertThat(store.checkpoint()).contains(Commits.place(1, 1));
        }
    }

    @Test
    void whereNoWriteAheadLogCanBeKeptItIsRefused() {
        assertThatThrownBy(() -> Database.open(Path.of(":memory:"), Durability.FULL))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        ":memory:: no write-ahead log can be kept here (journal mode memory); give state.folder a place on"
                                + " a disk of this machine");
    }

    @Test
    void whatIsStoredIsOnTheDiskWhenACommitReturns() {
        Path file = temp.resolve("tocsin.db");
        for (Durability durability : Durability.values()) {
            try (Database database = Database.open(file, durability)) {
                assertThat(database.query(r -> r.getString(1), "pragma journal_mode"))
                        .containsExactly("wal");
                assertThat(database.query(r -> r.getInt(1), "pragma synchronous"))
                        .containsExactly(durability == Durability.FULL ? 2 : 1);
            }
        }
    }

    @Test
    void aRecordThatIsNotWhatWasWrittenIsReportedWithItsFile() throws Exception {
        Path file = temp.resolve("tocsin.db");
        try (Store store = Store.open(temp)) {
            store.commit(new Commits()
                    .alert("sink", "1")
                    .event("derived", 1)
                    .letter("dead-letters", 1)
                    .changed(Commits.open("r", "k", Map.of()))
                    .at(1, 1));
        }
        sql(file, "update open_alert set body = '{\"alert\":1}'");
        sql(file, "update outbox set alert = substr(alert, 1, 40) where alert is not null");
        sql(file, "update outbox set event = '[]' where event is not null");
        sql(file, "update outbox set letter = '{}' where letter is not null");
        try (Store store = Store.open(temp)) {
            assertDamaged(file, store::openAlerts);
            assertDamaged(file, () -> store.outbox().take("dead-letters", 0, 1));
            assertDamaged(file, () -> store.outbox().take("sink", 0, 1));
            assertDamaged(file, () -> store.outbox().take("derived", 0, 1));
        }
    }

    private static void assertDamaged(Path file, Runnable read) {
        assertThatThrownBy(read::run)
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(file + ": a record is damaged (")
                .hasMessageEndingWith(ANEW);
    }

    private static void sql(Path file, String sql) throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }
}
