package io.tocsin.store;

import io.tocsin.model.Json;
import io.tocsin.model.RuleLoad;
import io.tocsin.model.RuleStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the store of a state folder says of the rules, and what can be asked of the service that runs on it; for another
 * process than that of the service. For one thread.
 */
public final class RulesFile implements AutoCloseable {
    private final Path folder;
    private final Database database;

    private RulesFile(Path folder, Database database) {
        this.folder = folder;
        this.database = database;
    }

    /**
     * Opens it, or nothing where no service has run yet.
     *
     * @param change whether something is to be asked; reading alone leaves no trace in the folder
     * @throws StoreException if it cannot be read, or a tocsin of another version has written it
     */
    public static Optional<RulesFile> open(Path folder, boolean change) {
        Path file = folder.resolve(Store.FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Database database = change ? Database.open(file, Database.Durability.NORMAL) : Database.openReadOnly(file);
        try {
            Schema.require(database, file);
            return Optional.of(new RulesFile(folder, database));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Whether a service runs on the folder. */
    public static boolean inUse(Path folder) {
        return FolderLock.isHeld(folder);
    }

    /** The rules that run, by name; of a stopped service those that ran. */
    public List<RuleStatus> rules() {
        return statuses(database);
    }

    static List<RuleStatus> statuses(Database database) {
        return database.query(
                r -> status(r.getString(1), r.getString(2)), "select name, body from rule_status order by name");
    }

    static String body(RuleStatus s) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("kind", s.kind());
        o.put("file", s.file());
        o.put("line", s.line());
        o.put("fingerprint", s.fingerprint());
        o.put("sequence", s.sinceSequence());
        o.put("clock", s.sinceClock());
        o.put("rows", s.rows());
        o.put("alerts", s.alerts());
        return Json.object(o);
    }

    @SuppressWarnings("unchecked") // written above
    private static RuleStatus status(String name, String body) {
        Map<String, @Nullable Object> o = Json.readObject(body);
        return new RuleStatus(
                name,
                (String) Records.field(o, "kind"),
                (String) Records.field(o, "file"),
                ((Long) Records.field(o, "line")).intValue(),
                (String) Records.field(o, "fingerprint"),
                (Long) Records.field(o, "sequence"),
                (Long) Records.field(o, "clock"),
                (Long) Records.field(o, "rows"),
                (Map<String, Long>) Records.field(o, "alerts"));
    }

    /** What each rule cost when that was last looked at: about once a minute. */
    public List<RuleLoad> loads() {
        return RuleLoads.read(database);
    }

    /** How many alerts of each rule are open; rules without any are left out. */
    public Map<String, Long> open() {
        Map<String, Long> open = new TreeMap<>();
        database.query(
                        r -> Map.entry(r.getString(1), r.getLong(2)),
                        "select rule, count(*) from open_alert group by rule")
                .forEach(e -> open.put(e.getKey(), e.getValue()));
        return open;
    }

    /**
     * Rules or settings that were refused, and are still there.
     *
     * @param time epoch ms UTC
     */
    public record Refused(long time, List<String> problems) {}

    /** What was refused last, unless the rules have been accepted since. */
    public Optional<Refused> refused() {
        return database
                .query(
                        r -> new Refused(
                                r.getLong(1),
                                Json.readArray(r.getString(2)).stream()
                                        .map(String::valueOf)
                                        .toList()),
                        "select time, problems from refused_rules")
                .stream()
                .findFirst();
    }

    /**
     * Asks the service to read rules and settings now. Needs to have been opened for a change.
     *
     * @param fingerprint what they must be to take effect, or null for whatever they are
     */
    public long ask(long time, @Nullable String fingerprint) {
        return database.query(
                        r -> r.getLong(1),
                        "insert into reload_request (asked, fingerprint) values (?, ?) returning number",
                        time,
                        fingerprint)
                .get(0);
    }

    /** Takes a request back that nobody will answer. */
    public void forget(long number) {
        database.execute("delete from reload_request where number = ? and done is null", number);
    }

    /**
     * What a service has answered.
     *
     * @param code an exit code
     */
    public record Answer(int code, String report) {}

    /** The answer to a request, once there is one. */
    public Optional<Answer> answer(long number) {
        return database
                .query(
                        r -> new Answer(r.getInt(1), r.getString(2)),
                        "select code, report from reload_request where number = ? and done is not null",
                        number)
                .stream()
                .findFirst();
    }

    /** Whether the service still runs. */
    public boolean inUse() {
        return inUse(folder);
    }

    @Override
    public void close() {
        database.close();
    }
}
