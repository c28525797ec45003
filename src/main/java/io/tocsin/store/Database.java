package io.tocsin.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteOpenMode;

/** One SQLite connection: prepared statements are kept, every error names the file. Not safe for several threads. */
final class Database implements AutoCloseable {
    /** How far a commit that has returned survives: the end of the process, or also that of the machine's power. */
    enum Durability {
        /** The last transactions may be undone by a loss of power, in order, never one without those after it. */
        NORMAL,
        /** Each transaction is on the disk when it returns. */
        FULL
    }

    private static final int BUSY_MS = 5_000;
    /** To this size SQLite cuts the write-ahead log back once all of it is in the file. */
    private static final int WAL_LIMIT = 16 * 1024 * 1024;
    /** After so many pages of 4 KiB a commit brings the write-ahead log into the file, and takes several times as long. */
    private static final int WAL_PAGES = 4_000;

    private final Path file;
    private final Connection connection;
    private final String begin;
    private Durability durability = Durability.FULL;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    /** Tells the file from another one of its name; null where the system has no such thing. */
    private @Nullable Object identity;

    private Database(Path file, Connection connection, String begin) {
        this.file = file;
        this.connection = connection;
        this.begin = begin;
    }

    /** Opens a file for reading and writing, and makes it where it is missing. */
    static Database open(Path file, Durability durability) {
        // A transaction that began as a reader could be refused when it comes to write.
        Database database = connect(file, file.toString(), new Properties(), "begin immediate");
        try {
            database.pragma("auto_vacuum = incremental"); // heeded where the file is new
            String journal = database.text("pragma journal_mode = wal");
            if (!journal.equals("wal")) {
                throw new StoreException(file + ": no write-ahead log can be kept here (journal mode " + journal
                        + "); give state.folder a place on a disk of this machine");
            }
            database.set(durability);
            database.pragma("wal_autocheckpoint = " + WAL_PAGES);
            database.pragma("journal_size_limit = " + WAL_LIMIT);
            database.identity = identity(file);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /**
     * For who only looks, and not for long, beside the service that writes. Where no process has it open, SQLite is told that nobody changes it: else it would leave
     * files beside it, or fail where this process may not write.
     */
    static Database openReadOnly(Path file) {
        boolean inUse = Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
        Properties properties = new Properties();
        properties.setProperty("open_mode", Integer.toString(SQLiteOpenMode.READONLY.flag));
        return connect(file, inUse ? file.toString() : file.toUri() + "?immutable=1", properties, "begin");
    }

    private static Database connect(Path file, String name, Properties properties, String begin) {
        properties.setProperty("busy_timeout", Integer.toString(BUSY_MS));
        // Else each insert has a query prepared and run behind it, for a key that nobody asks for.
        properties.setProperty(Pragma.JDBC_GET_GENERATED_KEYS.getPragmaName(), "false");
        try {
            return new Database(file, DriverManager.getConnection("jdbc:sqlite:" + name, properties), begin);
        } catch (SQLException e) {
            throw Faults.of(file, e);
        }
    }

    private static @Nullable Object identity(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            return null;
        }
    }

    private void set(Durability wanted) {
        pragma("synchronous = " + wanted);
        durability = wanted;
    }

    private String text(String sql) {
        return query(r -> r.getString(1), sql).get(0);
    }

    /** Sets what SQLite calls a pragma, or lets it do one's work. */
    void pragma(String text) {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("pragma " + text);
        } catch (SQLException e) {
            throw Faults.of(file, e);
        }
    }

    /** One of the columns of a row that a query found. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Several writes that become durable together or not at all. */
    interface Work {
        void run() throws SQLException;
    }

    /** One that survives as much as this. */
    void transaction(Durability wanted, Work work) {
        Durability usual = durability;
        if (wanted == usual) {
            transaction(work);
            return;
        }
        set(wanted);
        try {
            transaction(work);
        } finally {
            set(usual);
        }
    }

    void transaction(Work work) {
        // SQLite would go on writing to a file that nobody finds any more.
        if (identity != null && !identity.equals(identity(file))) {
            throw Faults.gone(file);
        }
        execute(begin);
        try {
            work.run();
            execute("commit");
        } catch (SQLException e) {
            throw rolledBack(Faults.of(file, e));
        } catch (RuntimeException e) {
            throw rolledBack(e);
        }
    }

    private RuntimeException rolledBack(RuntimeException reason) {
        try {
            execute("rollback");
        } catch (StoreException e) {
            reason.addSuppressed(e); // most often SQLite has done it already
        }
        return reason;
    }

    /** Answers how many rows it changed. */
    int execute(String sql, @Nullable Object... arguments) {
        try {
            return statement(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    <T> List<T> query(RowReader<T> reader, String sql, @Nullable Object... arguments) {
        List<T> found = new ArrayList<>();
        forEach(reader, found::add, sql, arguments);
        return found;
    }

    <T> void forEach(RowReader<T> reader, Consumer<T> receiver, String sql, @Nullable Object... arguments) {
        try (ResultSet rows = statement(sql, arguments).executeQuery()) {
            while (rows.next()) {
                receiver.accept(read(reader, rows));
            }
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** The driver closes a statement that has failed. */
    private StoreException failed(String sql, SQLException e) {
        PreparedStatement statement = prepared.remove(sql);
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException again) {
                e.addSuppressed(again);
            }
        }
        return Faults.of(file, e);
    }

    private <T> T read(RowReader<T> reader, ResultSet row) throws SQLException {
        try {
            return reader.read(row);
        } catch (RuntimeException e) {
            throw damaged("record", e);
        }
    }

    /** For what can be read but makes no sense. */
    StoreException damaged(String what, RuntimeException e) {
        return Faults.damaged(file, "a " + what + " is damaged (" + e.getMessage() + ")", e);
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
            throw Faults.of(file, e);
        }
    }
}
