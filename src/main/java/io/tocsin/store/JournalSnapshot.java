package io.tocsin.store;

import io.tocsin.model.Checkpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The journal at one moment, for who reads it beside the service.
 *
 * @param checkpoint how far the log had been evaluated
 * @param entries in the order in which they took effect
 * @param corrections clock corrections, in order
 */
public record JournalSnapshot(Checkpoint checkpoint, List<JournalEntry> entries, List<Commit.Correction> corrections) {

    /**
     * Reads the journal of a state folder, whose service may be running and is not disturbed.
     *
     * @return nothing where there is no store, or one that no service has used yet
     * @throws StoreException if there is one that cannot be read
     */
    public static Optional<JournalSnapshot> read(Path folder) {
        Path file = folder.resolve(Store.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Database database = Database.openReadOnly(file)) {
            List<JournalSnapshot> read = new ArrayList<>();
            database.transaction(() -> {
                Schema.require(database, file);
                Store.checkpoint(database)
                        .ifPresent(at -> read.add(new JournalSnapshot(
                                at, new JournalTable(database).entries(), Store.correctionsAfter(database, 0))));
            });
            return read.stream().findFirst();
        }
    }
}
