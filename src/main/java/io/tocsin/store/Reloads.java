package io.tocsin.store;

import io.tocsin.model.Json;
import io.tocsin.model.RuleLoad;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
        if (asked() != null) {
            answer(
                    Long.MAX_VALUE,
                    0,
                    "the service was started anew and has read the rules",
                    System.currentTimeMillis());
        }
    }

    /**
     * That rules and settings be read anew.
     *
     * @param number the last of requests for the same
     * @param fingerprint what rules and variables must be to take effect, or null for whatever they are
     */
    public record Request(long number, @Nullable String fingerprint) {}

    /** The first request that is not answered, with those behind it that ask for the same; or null. */
    public synchronized @Nullable Request asked() {
        List<Request> open = database.query(
                r -> new Request(r.getLong(1), r.getString(2)),
                "select number, fingerprint from reload_request where done is null order by number");
        Request last = null;
        for (Request request : open) {
            if (last != null && !Objects.equals(last.fingerprint(), request.fingerprint())) {
                break;
            }
            last = request;
        }
        return last;
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
            database.execute(
                    "delete from reload_request where number <= (select max(number) from reload_request) - ?", KEPT);
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
