package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of how far back their rules look, and of what is missing there. */
class HorizonIT {
    private static final long START = 1_506_780_000_000L;
    private static final long SIX_MINUTES = 360_000;

    private static final String ENDLESS =
            """
            @Name('level') @Alert(severity = 'info', summary = '{a}', each = true)
            select host, avg(metric) as a from Metric group by host;
            """;
    private static final String WARNING =
            "epl/level.epl:2:14: warning: 'avg' without a window counts for ever, so it cannot be rebuilt; write a window, as"
                    + " in Metric#time(1 hour)";
    private static final String HOURS =
            """
            @Name('hours') @Alert(severity = 'info', summary = '{n}', each = true)
            select host, count(*) as n, last(metric) as metric from Metric#time(%d hours) group by host;
            """;
    private static final String LAST =
            """
            @Name('last') @Alert(severity = 'info', summary = 'message {metric}', each = true)
            select host, metric from Metric(metric = %d);
            """;

    /** A message every six minutes. */
    private static Path messages(Workspace workspace, int from, int to) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            lines.add("{\"_id\":\"a\",\"timestamp\":\"" + UtcTime.format(START + i * SIX_MINUTES)
                    + "\",\"items\":{\"Level\":" + i + "}}");
        }
        return workspace.lines("messages.ndjson", lines);
    }

    private static void publish(Workspace workspace, int from, int to) throws Exception {
        Tocsin.Result result = workspace
                .tocsin("publish", messages(workspace, from, to).toString())
                .run();
        assertThat(result.code()).as(result.err()).isZero();
    }

    private static long oldestMark(Workspace workspace) throws SQLException {
        String file = "jdbc:sqlite:" + workspace.path("state/tocsin.db");
        try (Connection connection = DriverManager.getConnection(file);
                Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 5000");
            try (ResultSet row = statement.executeQuery("select min(sequence) from mark")) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** What is said at a reload, of rules that need no more than those before. */
    private static String reload(Tocsin service, Workspace workspace) throws Exception {
        String before = service.error();
        workspace.rule("last.epl", LAST.formatted(-1));
        service.until(
                "has reloaded", () -> service.error().substring(before.length()).contains("rules reloaded"));
        return service.error().substring(before.length());
    }

    @Test
    void checkWarnsAndTellsTheHorizon(@TempDir Path folder) throws Exception {
        Workspace workspace = Workspace.in(folder)
                .rule("level.epl", ENDLESS)
                .rule("other.epl", HOURS.formatted(3) + "insert into Other select * from Metric;");
        Tocsin.Result check = workspace.tocsin("check").run();
        assertThat(check.code()).isZero();
        assertThat(check.out())
                .isEqualTo(
                        """
                        %s
                        epl: ok, 2 rules: 2 raise alerts, 0 resolve, 0 publish
                        horizon: 3 h 1 s, which 'hours' needs
                        rule             kind          key   windows         horizon
                        level            alert         host  -               unbounded
                        hours            alert         host  #time(3 hours)  3 h 1 s
                        epl/other.epl:3  feeds others  -     -               none
                        """
                                .formatted(WARNING));
        assertThat(workspace.tocsin("check", "--no-table").run().lines()).hasSize(3);
    }

    @Test
    void checkSaysWhereTheSettingIsMore(@TempDir Path folder) throws Exception {
        Workspace workspace = Workspace.in(folder).rule("last.epl", LAST.formatted(1));
        assertThat(workspace.tocsin("check", "--no-table").run().out())
                .endsWith("horizon: 1 h, as rules.horizon says; no rule needs more\n");
        workspace.config("rules: { horizon: 0 s }\n").rule("level.epl", ENDLESS);
        assertThat(workspace.tocsin("check", "--no-table").run().out())
                .endsWith("horizon: 0 s, as rules.horizon says; no rule that can be rebuilt needs more\n");
    }

    @Test
    void strictRulesAreRefusedBeforeAnythingStarts(@TempDir Path folder) throws Exception {
        Workspace workspace =
                Workspace.in(folder).config("rules: { strict: true }\n").rule("level.epl", ENDLESS);
        for (String command : List.of("check", "run")) {
            Tocsin.Result result = workspace.tocsin(command).run();
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).contains(WARNING.replace("warning: ", ""));
        }
        assertThat(workspace.path("config/state")).doesNotExist();
    }

    @Test
    void aStartWarnsOfRulesAndOfALogThatKeepsTooLittle(@TempDir Path folder) throws Exception {
        try (StreamingServer server =
                StreamingServer.start(null, folder.resolve("server"), List.of("-max_age", "30m"))) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "rules: { poll: 100 ms }")
                    .rule("level.epl", ENDLESS);
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.says("source: ");
                service.says(WARNING);
                service.says(
                        "the server keeps messages of the channel for 30 min only (max_age), but windows are rebuilt"
                                + " from 1 h");
                workspace.rule("level.epl", ENDLESS.replace("avg", "max"));
                service.says(WARNING.replace("avg", "max"));
                assertThat(service.terminate().finish().code()).isZero();
            }
        }
    }

    @Test
    void aReloadThatNeedsMoreSaysWhatIsMissingAndTheNextHasIt(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "clock: { stall: 1 h }\nrules: { poll: 100 ms, horizon: 0 s }")
                    .rule("last.epl", LAST.formatted(0));
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                publish(workspace, 1, 50);
                AtomicInteger last = new AtomicInteger(50);
                service.until("marks are kept for an hour and a half at most", () -> {
                    publish(workspace, last.incrementAndGet(), last.get());
                    return oldestMark(workspace) > last.get() - 15;
                });
                workspace.rule("hours.epl", HOURS.formatted(2));
                service.says(
                        "of the past are missing: the rules [hours] need them, and their windows fill again; marks were"
                                + " kept for less until now");
                service.says("rules reloaded: added [hours]");

                int end = last.get() + 50;
                workspace.rule("last.epl", LAST.formatted(end));
                service.says("changed [last]");
                publish(workspace, last.get() + 1, end);
                alerts.has("message " + end);
                for (int i = end + 1; i <= end + 3; i++) {
                    publish(workspace, i, i); // one at a time, so that each gives a mark
                }
                assertThat(reload(service, workspace)).doesNotContain("missing");
                assertThat(service.terminate().finish().code()).isZero();
            }
        }
    }

    @Test
    void aRebuildFromALogThatDroppedMessagesSaysHowMuchTimeAndForWhichRules(@TempDir Path folder) throws Exception {
        try (StreamingServer server =
                StreamingServer.start(null, folder.resolve("server"), List.of("-max_msgs", "20"))) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "clock: { stall: 1 h }\nrules: { poll: 100 ms, horizon: 0 s }")
                    .rule("last.epl", LAST.formatted(100))
                    .rule("hours.epl", HOURS.formatted(5));
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                for (int to = 10; to <= 100; to += 10) {
                    publish(workspace, to - 9, to);
                    alerts.has("\"metric\":" + to + ".0");
                }
                service.kill();
            }
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.says("source: ");
                // 20 messages kept are 1 h 54 min of the 5 h and a second
                service.says("3 h 6 min 1 s of the past are missing, ");
                service.says(
                        " messages that the log no longer keeps: the rules [hours] need them, and their windows fill"
                                + " again; raise the channel's limits");
                service.says("the channel holds messages 81 to 100, ");
                assertThat(reload(service, workspace))
                        .contains(
                                " of the past are missing, ", " the log no longer keeps: the rules [hours] need them");
                assertThat(service.terminate().finish().code()).isZero();
            }
        }
    }
}
