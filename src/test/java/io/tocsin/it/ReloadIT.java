package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.model.UtcTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules and variables that change under a running service, in all the ways in which people and machines save files. */
final class ReloadIT {
    private static final long START = 1_506_780_000_000L;
    private static final String SETTINGS =
            "clock: { stall: 1 h }\nrules: { poll: 100 ms, variables: { most: %s, span: %d, site: north } }";

    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'warning', summary = '{metric} over {most}')
            select host, service, metric, time, most from Metric(service = 'Number', metric > most);

            @Name('average') @Alert(severity = 'info', summary = '{average}', each = true)
            select host, avg(metric) as average, count(*) as readings from Metric(service = 'Number')#time(5 min)
            group by host output last at (*/1, *, *, *, *);

            @Name('mark') @Alert(severity = 'info', summary = 'mark {metric}', each = true)
            select host, metric from Metric(service = 'Number', metric % 50 = 0);
            """;

    private static String rule(String name, String comment) {
        return "// " + comment + "\n@Name('" + name + "') @Alert(severity = 'info', summary = 'never', each = true)\n"
                + "select host from Metric(metric > 1e9);\n";
    }

    @Test
    void aFailingTestKeepsChangedRulesFromTakingOver(@TempDir Path folder) throws Exception {
        String rule =
                """
                @Name('high') @Alert(severity = 'info', summary = '{metric}', each = true)
                select host, metric from Metric(metric > %d);
                """;
        String test =
                """
                tests:
                  - name: rings above ninety
                    series: [{ host: a, service: p, values: 90 91 }]
                    alerts: [{ at: 10 s, rule: high, state: notice }]
                """;
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder)
                    .rule("high.epl", rule.formatted(90))
                    .write("epl/high.test.yaml", test)
                    .service(server, "alerts", "rules: { poll: 100 ms }");
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.says("source: ");
                workspace.rule("high.epl", rule.formatted(91));
                service.says("epl/high.test.yaml:2: the test 'rings above ninety' fails");
                assertThat(workspace.tocsin("rules").run().out()).contains("the test 'rings above ninety' fails");
                assertThat(service.error()).doesNotContain("rules reloaded");

                workspace.write("epl/high.test.yaml", test.replace("90 91", "91 92"));
                service.says("rules reloaded: added [], changed [high], removed []");
                assertThat(workspace.tocsin("rules").run().out()).doesNotContain("refused");
            }
        }
    }

    @Test
    void aChangedVariableTakesEffectAtTheNextMessageAndTouchesNoWindow(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder).rule("rules.epl", RULES);
            workspace.service(server, "alerts", SETTINGS.formatted("1000", 5));
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                publish(workspace, 1, 200);
                alerts.has("mark 200");

                workspace.service(server, "alerts", SETTINGS.formatted("250.5", 5));
                service.says("variables changed: [most], in effect after message 200; no window was touched");
                publish(workspace, 201, 300);
                alerts.has("mark 300");
                assertThat(service.error()).doesNotContain("rules reloaded");

                workspace.service(server, "alerts", SETTINGS.formatted("'x'", 5));
                service.says("the changed rules are refused, the old ones keep running:");
                workspace.service(
                        server, "alerts", SETTINGS.formatted("280", 5).replace("1 h }", "1 h, tolerance: 7 s }"));
                service.says("variables changed: [most], in effect after message 300");
                service.says("changed settings that wait for the next start: clock.tolerance");
                publish(workspace, 301, 350);
                alerts.has("mark 350");
                service.kill();

                List<String> live =
                        workspace.tocsin("alerts", "--format", "json").run().lines();
                JsonNode firing = one(live, "high", "firing");
                assertThat(firing.path("sequence").asInt()).isEqualTo(251);
                assertThat(firing.path("values").path("most").asDouble()).isEqualTo(250.5);
                assertThat(workspace
                                .tocsin("replay", "--as-it-was", "--format", "json")
                                .run()
                                .lines())
                        .as("a replay as it was")
                        .containsExactlyElementsOf(live);
                assertThat(workspace
                                .tocsin("explain", firing.path("alert").asText())
                                .run()
                                .out())
                        .contains("most=250.5");
            }
            // A start with another value: the alert stays open, and nothing rings anew.
            workspace.service(server, "alerts", SETTINGS.formatted("400", 5));
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                publish(workspace, 351, 500);
                alerts.has("mark 500");
                assertThat(service.terminate().finish().code()).isZero();
                List<String> live =
                        workspace.tocsin("alerts", "--format", "json").run().lines();
                one(live, "high", "firing");
                assertThat(workspace
                                .tocsin("replay", "--as-it-was", "--format", "json")
                                .run()
                                .lines())
                        .as("a replay as it was, over the restart")
                        .containsExactlyElementsOf(live);
                Tocsin.Result rules =
                        workspace.tocsin("rules", "--format", "json").run();
                JsonNode high = Alerts.json(rules.out()).path("rules").path(1);
                assertThat(high.path("rule").asText()).isEqualTo("high");
                assertThat(high.path("rows").asInt())
                        .as("251 to 300, 301 to 350, 401 to 500")
                        .isEqualTo(200);
                assertThat(high.path("sinceSequence").asInt()).isZero();
            }
        }
    }

    @Test
    void aRequestIsAnsweredWithWhatCameOfIt(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            String slow = SETTINGS.formatted("1000", 5).replace("100 ms", "1 min");
            Workspace workspace = Workspace.in(folder).rule("rules.epl", RULES);
            workspace.service(server, "alerts", slow);
            workspace
                    .tocsin("reload")
                    .run()
                    .refuses(1, "state: no tocsin runs on this state folder; `tocsin run` starts one");
            workspace
                    .tocsin("rules")
                    .run()
                    .refuses(2, "state: holds no store; tocsin run keeps it there, and state.folder says where");
            try (Tocsin service = workspace.tocsin("run").hearingHangUps().start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                publish(workspace, 1, 200);
                alerts.has("mark 200");
                assertThat(reload(workspace)).isEqualTo("nothing has changed; what is on the disk is in effect\n");

                workspace.rule("more.epl", rule("more", "")).rule("rules.epl", "// a comment\n" + RULES);
                assertThat(reload(workspace))
                        .matches(
                                "rules reloaded: added \\[more], changed \\[], removed \\[]; warmed over 200 messages in"
                                        + " \\d+ ms, engine paused \\d+\\.\\d ms\n");

                workspace.rule("more.epl", rule("more", "").replace("Metric", "Metrc"));
                String problem =
                        "epl/more.epl:3:18: there is no event, window or table 'Metrc', did you mean 'Metric'?";
                workspace
                        .tocsin("reload")
                        .run()
                        .refuses(2, "the changed rules are refused, the old ones keep running:", "  " + problem);
                service.says(problem);
                Tocsin.Result rules = workspace.tocsin("rules").run();
                assertThat(rules.lines().get(0)).isEqualTo("running, 4 rules");
                assertThat(rules.out()).contains("\n  " + problem).containsPattern("refused at \\d{4}-.*Z, the rules");
                assertThat(rules.out()).containsPattern("more +alert +more.epl:2 +2017-.*Z +200 +0 +0 +- .*\n");
                assertThat(rules.out()).containsPattern("mark +alert +rules.epl:9 +- +0 +4 +0 +notice 4 .*\n");
                publish(workspace, 201, 250);
                alerts.has("mark 250");

                workspace.removeRule("more.epl");
                hangUp(service);
                service.says("rules reloaded: added [], changed [], removed [more]");
                assertThat(workspace.tocsin("rules").run().out())
                        .doesNotContain("refused")
                        .doesNotContain("more");
                assertThat(service.terminate().finish().code()).isZero();
            }
            assertThat(workspace.tocsin("rules").run().lines().get(0))
                    .isEqualTo("no tocsin runs here now; the last one ran 3 rules");
        }
    }

    @Test
    void whateverWayFilesAreSavedOneChangeIsOneReload(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            Workspace workspace = Workspace.in(folder);
            workspace.service(server, "alerts", SETTINGS.formatted("1000", 5));
            // epl -> release-1, in which config.epl -> ..data/config.epl -> ..1/config.epl
            Path releases = Files.createDirectories(workspace.path("releases"));
            Files.delete(workspace.path("epl"));
            Path one = release(releases, "one", "first");
            Files.createSymbolicLink(workspace.path("epl"), one);
            try (Tocsin service = workspace.tocsin("run").start()) {
                service.says("source: ");
                Path file = workspace.path("epl/own.epl");

                // vim: the old file becomes a backup, the new one is written in its place
                Files.createFile(workspace.path("epl/4913"));
                Files.delete(workspace.path("epl/4913"));
                Files.writeString(workspace.path("epl/.own.epl.swp"), "b0VIM");
                Files.move(file, workspace.path("epl/own.epl~"));
                Files.writeString(file, rule("vim", "x"));
                service.says("rules reloaded: added [vim], changed [], removed [own]");

                // emacs: a lock, a draft, a move
                Files.createSymbolicLink(workspace.path("epl/.#own.epl"), Path.of("me@here.42:1"));
                Files.writeString(workspace.path("epl/#own.epl#"), "half a ru");
                Files.writeString(workspace.path("epl/draft"), rule("emacs", "x"));
                Files.move(workspace.path("epl/draft"), file, StandardCopyOption.ATOMIC_MOVE);
                service.says("rules reloaded: added [emacs], changed [], removed [vim]");

                // a burst, as of a checkout: one file after the other
                for (int i = 0; i < 30; i++) {
                    Files.writeString(workspace.path("epl/burst" + i + ".epl"), rule("burst " + i, "x"));
                }
                Files.createDirectories(workspace.path("epl/.git"));
                Files.writeString(workspace.path("epl/.git/stored.epl"), "not a rule");
                service.says("burst 9], changed [], removed []");

                // a mounted volume: the data are written beside, then one link is moved
                Path link = workspace.path("epl/..data");
                Path two = Files.createDirectories(workspace.path("epl/..2"));
                Files.writeString(two.resolve("mounted.epl"), rule("mounted 2", "x"));
                Path next = Files.createSymbolicLink(workspace.path("epl/..data_tmp"), Path.of("..2"));
                Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
                Files.delete(workspace.path("epl/..1/mounted.epl"));
                Files.delete(workspace.path("epl/..1"));
                service.says("rules reloaded: added [mounted 2], changed [], removed [mounted first]");

                // a release: the folder itself is a link that is moved
                Path other = release(releases, "two", "second");
                Path flipped = Files.createSymbolicLink(workspace.path("epl_new"), other);
                Files.move(flipped, workspace.path("epl"), StandardCopyOption.ATOMIC_MOVE);
                service.says("rules reloaded: added [mounted second, own], changed [], removed [burst 0,");

                // a comment
                Files.writeString(workspace.path("epl/own.epl"), rule("own", "y"));
                service.says("the rule files changed, their meaning did not");
                assertThat(service.terminate().finish().code()).isZero();
                long reloads = service.error()
                        .lines()
                        .filter(l -> l.contains("rules reloaded: "))
                        .count();
                assertThat(reloads).as(service.error()).isBetween(5L, 8L); // the burst may fall on a look or two
                assertThat(service.error()).doesNotContain("refused");
            }
        }
    }

    private static Path release(Path releases, String name, String mounted) throws IOException {
        Path release = Files.createDirectories(releases.resolve(name));
        Path data = Files.createDirectories(release.resolve("..1"));
        Files.writeString(data.resolve("mounted.epl"), rule("mounted " + mounted, "x"));
        Files.createSymbolicLink(release.resolve("..data"), Path.of("..1"));
        Files.createSymbolicLink(release.resolve("mounted.epl"), Path.of("..data/mounted.epl"));
        Files.writeString(release.resolve("own.epl"), rule("own", "x"));
        return release;
    }

    private static String reload(Workspace workspace) throws Exception {
        Tocsin.Result result = workspace.tocsin("reload").run();
        assertThat(result.code()).as(result.err()).isZero();
        return result.out();
    }

    private static void hangUp(Tocsin service) throws Exception {
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(service.pid())).start();
        assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }

    private static JsonNode one(List<String> all, String rule, String state) {
        List<JsonNode> found = all.stream()
                .map(Alerts::json)
                .filter(a -> a.path("rule").asText().equals(rule)
                        && a.path("state").asText().equals(state))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static void publish(Workspace workspace, int from, int to) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int i = from; i <= to; i++) {
            lines.add(String.format(
                    Locale.ROOT,
                    "{\"_id\":\"a\",\"timestamp\":\"%s\",\"items\":{\"Number\":%d}}",
                    UtcTime.format(START + i * 1_000L),
                    i));
        }
        Path file = workspace.lines("numbers.ndjson", lines);
        Tocsin.Result published = workspace.tocsin("publish", file.toString()).run();
        assertThat(published.code()).as(published.err()).isZero();
    }
}
