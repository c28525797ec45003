package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.StreamingServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tocsin alerts}: what the sinks got, from the state folder. */
final class AlertsIT {
    private static final int MESSAGES = 3_000;

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void aPlant() throws Exception {
        workspace = Workspace.in(folder).rule("plant.epl", Plant.RULES);
    }

    @Test
    void theHistoryIsWhatASinkGotAndTheOpenAlertsAreTheirLastChanges() throws Exception {
        try (StreamingServer server = StreamingServer.start(null, folder.resolve("server"), List.of())) {
            workspace.service(server, "alerts", Plant.SETTINGS);
            workspace.publishPlant(MESSAGES, 5);
            try (Tocsin service = workspace.tocsin("run").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                alerts.has("\"rule\":\"end\"");
                alerts.until("all", all -> all.size() == rung());
                assertThat(json()).as("beside the service").containsExactlyInAnyOrderElementsOf(alerts.texts());
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
            }
            List<String> rung =
                    workspace.tocsin("replay", "--format", "json").run().lines();
            assertThat(json()).as("without it").isEqualTo(rung).hasSizeGreaterThan(100);
            assertThat(json("--open")).isEqualTo(open(rung)).hasSizeBetween(1, 50);
            filters(rung);

            Tocsin.Result text = alerts("--last", "2");
            assertThat(text.lines()).hasSize(2);
            assertThat(text.out()).endsWith("  NOTICE    INFO      end  [end]\n".replace("[end]", "[end end/End]"));
            assertThat(text.err()).isEmpty();
        }
        Files.setPosixFilePermissions(workspace.path("state"), PosixFilePermissions.fromString("r-xr-xr-x"));
        assertThat(workspace
                        .tocsin("alerts", "--last", "1", "--format", "json")
                        .unprivileged()
                        .run()
                        .out())
                .as("by who may only read")
                .contains("\"rule\":\"end\"");
        Files.setPosixFilePermissions(workspace.path("state"), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private int rung() {
        try {
            return json().size();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void filters(List<String> rung) throws Exception {
        assertThat(json("--rule", "high", "--host", "pump-1"))
                .isEqualTo(rung.stream()
                        .filter(a -> text(a, "rule").equals("high")
                                && text(a, "host").equals("pump-1"))
                        .toList())
                .hasSizeGreaterThan(1);
        String since = text(rung.get(rung.size() / 2), "time");
        assertThat(json("--since", since))
                .isEqualTo(rung.stream()
                        .filter(a -> text(a, "time").compareTo(since) >= 0)
                        .toList());
        assertThat(json("--last", "7")).isEqualTo(rung.subList(rung.size() - 7, rung.size()));
        long hours = Duration.between(Instant.parse(since), Instant.now()).toHours();
        assertThat(json("--since", "-" + (hours + 1) + "h")).endsWith(rung.get(rung.size() - 1));
        alerts("--since", "-1h").refuses(0, "no such alert is kept");
        alerts("--open", "--rule", "tick").refuses(0, "no such alert is open");
    }

    private static List<String> open(List<String> sent) {
        Map<String, String> open = new LinkedHashMap<>();
        for (String alert : sent) {
            open.remove(text(alert, "alert"));
            if (!List.of("resolved", "notice").contains(text(alert, "state"))) {
                open.put(text(alert, "alert"), alert);
            }
        }
        return List.copyOf(open.values());
    }

    @Test
    void withoutAStoreItSaysWhereItLooked() throws Exception {
        alerts().refuses(
                        2,
                        "config/state/tocsin.db"
                                + ": no such file; `tocsin run` makes it, in the folder that state.folder names");
        workspace.write("config/state/tocsin.db", "this is a letter and no database\n".repeat(100));
        assertThat(alerts().code()).isEqualTo(2);
    }

    @Test
    void aWrongValueIsNamed() throws Exception {
        String time = " is neither a time such as 2017-09-30T15:10:17Z nor a distance such as -6h";
        alerts("--since", "yesterday").refuses(2, "--since yesterday" + time);
        alerts("--since", "4711").refuses(2, "--since 4711" + time);
        alerts("--since", "-6x").refuses(2, "--since -6x" + time);
        alerts("--last", "0").refuses(2, "--last 0 is no number of alerts: it must be at least 1");
    }

    @Test
    void theHelpTeachesIt() throws Exception {
        assertThat(alerts("--help").out())
                .contains(
                        "tocsin alerts --open", "--since -24h", "Only alerts that are open, each as it was last sent.");
    }

    private static String text(String alert, String field) {
        return Alerts.json(alert).path(field).asText();
    }

    private Tocsin.Result alerts(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("alerts"));
        command.addAll(List.of(options));
        return workspace.tocsin(command.toArray(new String[0])).run();
    }

    private List<String> json(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--format", "json"));
        Tocsin.Result result = alerts(all.toArray(new String[0]));
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        return result.lines();
    }
}
