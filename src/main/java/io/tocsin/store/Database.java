package io.tocsin.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One SQLite connection: prepared statements are kept, every error names the file. Not safe for several threads. */
final class Database implements AutoCloseable {
    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    static Database open(Path file) {
        try {
            Database database = new Database(file, DriverManager.getConnection("jdbc:sqlite:" + file));
            try (Statement s = database.connection.createStatement()) {
                s.execute("pragma journal_mode = wal");
                s.execute("pragma synchronous = full");
                s.execute("pragma busy_timeout = 5000");
            } catch (SQLException e) {
                database.close();
                throw e;
            }
            return database;
        } catch (SQLException e) {
            throw error(file, e);
        }
    }

    private static StoreException error(Path file, SQLException e) {
        return error(file, String.valueOf(e.getMessage()), e);
    }

    private static StoreException error(Path file, String what, Exception e) {
        return new StoreException(
                file + ": " + what + "; check the disk, or set the folder aside: the log is not touched", e);
    }

    /** One of the columns of a row that a query found. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Several writes that become durable together or not at all. */
    interface Work {
        void run() throws SQLException;
    }

    void transaction(Work work) {
        try {
            connection.setAutoCommit(false);
            try {
                work.run();
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw error(file, e);
        }
    }

    void execute(String sql, @Nullable Object... arguments) {
        try {
            statement(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw error(file, e);
        }
    }

    <T> List<T> query(RowReader<T> reader, String sql, @Nullable Object... arguments) {
        try (ResultSet rows = statement(sql, arguments).executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(read(reader, rows));
            }
            return found;
        } catch (SQLException e) {
            throw error(file, e);
        }
    }

    private <T> T read(RowReader<T> reader, ResultSet row) throws SQLException {
        try {
            return reader.read(row);
        } catch (RuntimeException e) {
            throw error(file, "a record is damaged (" + e.getMessage() + ")", e);
        }
    }

    private PreparedStatement statement(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }

    @Override
    public void close() {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw error(file, e);
        }
    }
}
