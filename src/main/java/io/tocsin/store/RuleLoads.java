package io.tocsin.store;

import io.tocsin.model.Json;
import io.tocsin.model.RuleLoad;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each rule costs, for those who look at the store while the service runs. */
final class RuleLoads {
    private RuleLoads() {}

    static void write(Database database, List<RuleLoad> loads) {
        database.transaction(() -> {
            database.execute("delete from rule_load");
            loads.forEach(load -> database.execute("insert into rule_load values (?, ?)", load.rule(), body(load)));
        });
    }

    static List<RuleLoad> read(Database database) {
        return database.query(
                r -> load(r.getString(1), r.getString(2)), "select rule, body from rule_load order by rule");
    }

    private static String body(RuleLoad load) {
        Map<String, @Nullable Object> o = new LinkedHashMap<>();
        o.put("total", load.total().toMillis());
        o.put("time", load.time().toMillis());
        o.put("held", load.held());
        o.put("overTime", load.overTime());
        o.put("overState", load.overState());
        return Json.object(o);
    }

    private static RuleLoad load(String rule, String body) {
        Map<String, @Nullable Object> o = Json.readObject(body);
        return new RuleLoad(
                rule,
                Duration.ofMillis((Long) Records.field(o, "total")),
                Duration.ofMillis((Long) Records.field(o, "time")),
                (Long) Records.field(o, "held"),
                (Boolean) Records.field(o, "overTime"),
                (Boolean) Records.field(o, "overState"));
    }
}
