package io.tocsin.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way a state folder can be unusable: the message names the file and what to do. */
class StoreProblemsTest {
    private static final String DISK = "; check the disk, or set the folder aside: the log is not touched";

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
        sql(file, "pragma user_version = 2");
        String message = file + ": written by a newer tocsin (schema 2, this one knows 1);"
                + " use that one, or give this one a state.folder of its own";
        assertThatThrownBy(() -> Store.open(temp))
                .isInstanceOf(StoreException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Store.open(temp)).as("the lock is free again").hasMessage(message);
        sql(file, "pragma user_version = 1");
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
                .hasMessageStartingWith(file + ": ")
                .hasMessageEndingWith(DISK);
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws IOException {
        Path file = temp.resolve("tocsin.db");
        Files.writeString(file, "this is a letter and no database\n".repeat(100));
        assertThatThrownBy(() -> Store.open(temp))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining("file is not a database")
                .hasMessageEndingWith(DISK);
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
                        store.waiting("sink", 5000);
                    }
                })
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining("malformed")
                .hasMessageEndingWith(DISK);
    }

    @Test
    void aRecordThatIsNotWhatWasWrittenIsReportedWithItsFile() throws Exception {
        Path file = temp.resolve("tocsin.db");
        try (Store store = Store.open(temp)) {
            store.commit(new Commits()
                    .alert("sink", "1")
                    .event("derived", 1)
                    .changed(Commits.open("r", "k", Map.of()))
                    .at(1, 1));
        }
        sql(file, "update open_alert set body = '{\"alert\":1}'");
        sql(file, "update outbox set alert = substr(alert, 1, 40) where alert is not null");
        sql(file, "update outbox set event = '[]' where event is not null");
        try (Store store = Store.open(temp)) {
            assertDamaged(file, store::openAlerts);
            assertDamaged(file, () -> store.waiting("sink", 1));
            assertDamaged(file, () -> store.waiting("derived", 1));
        }
    }

    private static void assertDamaged(Path file, Runnable read) {
        assertThatThrownBy(read::run)
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(file + ": a record is damaged (")
                .hasMessageEndingWith(DISK);
    }

    private static void sql(Path file, String sql) throws Exception {
        try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }
}
