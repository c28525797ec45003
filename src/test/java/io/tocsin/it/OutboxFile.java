package io.tocsin.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The outbox as it stands in the state folder, read beside the program or after it.
 *
 * @param checkpoint the last message whose consequences are stored
 * @param put entries that ever entered it
 * @param waiting entries still to be sent
 * @param setAside entries that were refused for good
 */
record OutboxFile(long checkpoint, long put, long waiting, long setAside) {
    private static final OutboxFile NOT_YET = new OutboxFile(0, 0, 0, 0);

    static OutboxFile of(Path state) {
        Path file = state.resolve("tocsin.db");
        if (!Files.exists(file)) {
            return NOT_YET;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 5000");
            try (ResultSet row = statement.executeQuery("select (select sequence from checkpoint),"
                    + " (select seq from sqlite_sequence where name = 'outbox'),"
                    + " (select count(*) from outbox where set_aside is null),"
                    + " (select count(*) from outbox where set_aside is not null)")) {
                row.next();
                return new OutboxFile(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        } catch (SQLException e) {
            if (String.valueOf(e.getMessage()).contains("no such table")) {
                return NOT_YET;
            }
            throw new AssertionError(e);
        }
    }
}
