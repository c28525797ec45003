package io.tocsin.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite reports, as the operator has to know it: the file, what happened, what to do. */
final class Faults {
    private static final int PRIMARY = 0xff;

    private Faults() {}

    static StoreException of(Path file, SQLException e) {
        return new StoreException(file + ": " + text(e), e);
    }

    static StoreException damaged(Path file, String what, Exception cause) {
        return new StoreException(file + ": " + damaged(what), cause);
    }

    private static String damaged(String what) {
        return what + "; put a copy of it back, or set the folder aside to begin anew: the log is not touched";
    }

    private static String text(SQLException e) {
        if (e.getErrorCode() == 0 && e.getCause() != null) { // before the first use of the library
            String found = String.valueOf(e.getCause().getMessage()).replaceFirst(" for os.name=.*", "");
            return "cannot be opened (" + found + "); the SQLite library is unpacked into "
                    + System.getProperty("java.io.tmpdir") + ", where there must be room for it";
        }
        String code = e instanceof SQLiteException s ? s.getResultCode().name() : "code " + e.getErrorCode();
        SQLiteErrorCode primary = SQLiteErrorCode.getErrorCode(e.getErrorCode() & PRIMARY);
        return switch (primary) {
            case SQLITE_FULL ->
                "the disk is full (" + code + "); make room and start again: what was not stored is done again";
            case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH ->
                "cannot be written (" + code + "); let this user write the file and its folder";
            case SQLITE_CANTOPEN ->
                "cannot be opened (" + code + "); it must be a file that this user may read and write";
            case SQLITE_IOERR ->
                "cannot be read or written (" + code
                        + "); check whether the disk is full or broken, and this user's quota and limit of file sizes";
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "held by another program for too long (" + code + "); end that one and start again";
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT, SQLITE_MISMATCH ->
                damaged("damaged, or not written by tocsin (" + code + ")");
            default -> e.getMessage() + "; check the disk, or set the folder aside: the log is not touched";
        };
    }

    /** The file that was opened is no longer the one of that name. */
    static StoreException gone(Path file) {
        return new StoreException(
                file + ": removed or replaced while it was in use; put it back and start again. Without it"
                        + " the next start is a first one, and begins where log.start says");
    }
}
