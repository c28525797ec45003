package io.tocsin.store;

import io.tocsin.model.Json;
import io.tocsin.model.RuleLoad;
import java.util.List;

/**
 * What other processes ask of the rules of a running service, and what it answers; and the last rules that it refused. Has a
 * connection of its own. Safe for any thread; each call waits for the one before.
 */
public final class Reloads implements AutoCloseable {
    /** So many answers stay, for who has not read his yet. */
    private static final int KEPT = 100;

    private final Database database;

    /** What was asked of a process before this one is answered by its start. */
    Reloads(Database database) {
        this.database = database;
        if (asked() > 0) {
            answer(asked(), 0, "the service was started anew and has read the rules", System.currentTimeMillis());
        }
    }

    /** The last request that is not answered, or 0. */
    public synchronized long asked() {
        return database.query(
                        r -> r.getLong(1), "select coalesce(max(number), 0) from reload_request where done is null")
                .get(0);
    }

    /**
     * Answers this request and those before.
     *
     * @param code the exit code of who asked
     * @param time epoch ms UTC
     */
    public synchronized void answer(long upTo, int code, String report, long time) {
        database.transaction(() -> {
            database.execute(
                    "update reload_request set done = ?, code = ?, report = ? where done is null and number <= ?",
                    time,
                    code,
                    report,
                    upTo);
            database.execute("delete from reload_request where number <= ?", upTo - KEPT);
        });
    }

    /**
     * Rules or settings were refused.
     *
     * @param time epoch ms UTC
     */
    public synchronized void refused(long time, List<String> problems) {
        database.execute("insert or replace into refused_rules values (1, ?, ?)", time, Json.array(problems));
    }

    /** What each rule costs now. */
    public synchronized void loads(List<RuleLoad> loads) {
        RuleLoads.write(database, loads);
    }

    /** The rules as they are now run, so nothing is refused. */
    public synchronized void accepted() {
        database.execute("delete from refused_rules");
    }

    @Override
    public synchronized void close() {
        database.close();
    }
}
