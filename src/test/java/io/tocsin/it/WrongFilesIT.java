package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings, rules and input that are wrong, missing, unreadable or damaged: the exact message, and exit code 2. */
final class WrongFilesIT {
    private static final String RULE =
            "@Name('x') @Alert(severity = 'info', summary = 'x') select host, service from Metric(metric > 1);";
    private static final String MESSAGE =
            "{\"_id\":\"a\",\"timestamp\":\"2017-09-30T15:10:17.765Z\",\"items\":{\"P\":2}}\n";
    private static final String COLD = "; cold: windows are empty at the start";

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void aFolderInOrder() throws Exception {
        workspace = Workspace.in(folder).rule("a.epl", RULE);
    }

    @Test
    void settingsThatAreNotThere() throws Exception {
        tocsin("run", "--config", "plant.yaml")
                .refuses(2, "plant.yaml: cannot read the settings: no such file; name another file with --config");

        Files.delete(workspace.path("config/tocsin.yaml"));

        tocsin("run")
                .refuses(
                        2,
                        "config/tocsin.yaml: no such file in "
                                + workspace.path("").toRealPath()
                                + "; go to the folder of your settings and rules, or name them with --config and"
                                + " --rules");
    }

    @Test
    void everyMistakeInTheSettingsIsReportedTogether() throws Exception {
        workspace.config(
                """
                log:
                  chanel: sensors
                  watchdog: 5
                  password: ${TOCSIN_TEST_SECRET}
                rules: { horizon: -1 h }
                """);

        tocsin("run")
                .refuses(
                        2,
                        "config/tocsin.yaml:2:3: unknown key 'log.chanel', did you mean 'channel'?",
                        "config/tocsin.yaml:3:13: log.watchdog: '5' is not a duration: write a whole number and a unit (ms, s, min, h, d), such as 30 s",
                        "config/tocsin.yaml:4:13: log.password: the environment variable TOCSIN_TEST_SECRET is not set: set it, or give a default with ${TOCSIN_TEST_SECRET:-default}",
                        "config/tocsin.yaml:5:19: rules.horizon: '-1 h' is not a duration: write a whole number and a unit (ms, s, min, h, d), such as 30 s");
    }

    @Test
    void settingsThatMayNotBeRead() throws Exception {
        workspace.path("config/tocsin.yaml").toFile().setReadable(false, false);

        workspace
                .tocsin("run")
                .unprivileged()
                .run()
                .refuses(
                        2,
                        "config/tocsin.yaml: cannot read the settings: permission denied; name another file with --config");
    }

    @Test
    void everyMistakeInTheRulesIsReportedTogether() throws Exception {
        workspace
                .rule("b.epl", "@Name('y') @Alert(severity = 'info', summary = '{hots}') select host from Metric;")
                .rule("c.epl", "\n  select host from Metrik;");

        for (String command : new String[] {"run", "check", "replay"}) {
            tocsin(command)
                    .refuses(
                            2,
                            "epl/b.epl:1:48: the summary names 'hots', which the rule does not select, did you"
                                    + " mean 'host'?",
                            "epl/c.epl:2:20: there is no event, window or table 'Metrik', did you mean 'Metric'?");
        }
    }

    @Test
    void aRuleFolderThatIsNotOne() throws Exception {
        Files.createDirectories(workspace.path("none"));

        tocsin("check", "nowhere").refuses(2, "nowhere: is no folder; give one by --rules");
        tocsin("check", "epl/a.epl").refuses(2, "epl/a.epl: is a file; give the folder it is in");
        tocsin("check", "none").refuses(2, "none: holds no rule; put EPL files ending in .epl there");
    }

    @Test
    void aRuleFileThatMayNotBeRead() throws Exception {
        workspace.path("epl/a.epl").toFile().setReadable(false, false);

        workspace.tocsin("run").unprivileged().run().refuses(2, "epl/a.epl: cannot be read: permission denied");
    }

    @Test
    void inputThatIsNotThere() throws Exception {
        replay("nowhere.ndjson")
                .refuses(2, "replaying file nowhere.ndjson" + COLD, "nowhere.ndjson: no such file; check the path");
        replay("epl").refuses(2, "replaying file epl" + COLD, "epl: is a folder; name a file in it");
        tocsin("publish", "nowhere.ndjson").refuses(2, "nowhere.ndjson: no such file; check the path");
    }

    @Test
    void inputThatMayNotBeRead() throws Exception {
        workspace.write("messages.ndjson", MESSAGE);
        workspace.path("messages.ndjson").toFile().setReadable(false, false);

        workspace
                .tocsin("replay", "--file", "messages.ndjson")
                .unprivileged()
                .run()
                .refuses(
                        2,
                        "replaying file messages.ndjson" + COLD,
                        "messages.ndjson: permission denied; make the file readable");
    }

    @Test
    void inputThatEndsInTheMiddleOfItsGzip() throws Exception {
        byte[] whole = gzip(MESSAGE.repeat(3));
        Files.write(workspace.path("cut.gz"), Arrays.copyOf(whole, whole.length - 10));

        Tocsin.Result result = tocsin("replay", "--file", "cut.gz", "--format", "json");

        assertThat(result.err())
                .matches(
                        "replaying file cut\\.gz" + COLD
                                + "\ncut\\.gz: the gzip data ends too early, after line \\d+; fetch or compress the file again\n");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void inputThatHoldsNoMessageIsNoError() throws Exception {
        workspace.write("table.csv", "time;value\n1;2\n");

        Tocsin.Result result = replay("table.csv");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("messages  2 received, 0 decoded, 2 skipped (not JSON=2)");
        assertThat(result.errorLines())
                .contains("nothing here is a sensor message; a message is one line of JSON, see samples/README.md");
    }

    @Test
    void samplesThatAreNotThere() throws Exception {
        Files.createDirectories(workspace.path("none"));

        tocsin("demo", "--samples", "nowhere").refuses(2, "nowhere: is no folder; name one by --samples");
        tocsin("demo", "--samples", "epl/a.epl").refuses(2, "epl/a.epl: is no folder; name one by --samples");
        tocsin("demo", "--samples", "none").refuses(2, "none: holds no .ndjson file");
    }

    @Test
    void samplesThatMayNotBeRead() throws Exception {
        workspace.write("samples/a.ndjson", MESSAGE);
        workspace.path("samples/a.ndjson").toFile().setReadable(false, false);

        workspace
                .tocsin("demo")
                .unprivileged()
                .run()
                .refuses(2, "samples/a.ndjson: permission denied; make the file readable");
    }

    private Tocsin.Result replay(String file) throws Exception {
        return tocsin("replay", "--file", file);
    }

    private Tocsin.Result tocsin(String... arguments) throws Exception {
        return workspace.tocsin(arguments).with("TOCSIN_TEST_SECRET", null).run();
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
