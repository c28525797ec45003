package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@code tocsin test} as a user has it. */
final class RuleTestingIT {
    private static final String RULE =
            """
            @Name('high') @Alert(severity = 'warning', summary = '{metric} on {host}')
            select host, service, metric from Metric(metric > %d);
            """;
    private static final String TESTS =
            """
            tests:
              - name: rings above 90
                series: [{ host: a, service: p, values: 90 91 }]
                alerts: [{ at: 10 s, rule: high }]
              - name: "<stays> & \\u0001 still"
                series: [{ host: a, service: p, values: 90x3 }]
            """;

    @TempDir
    private Path folder;

    private Workspace workspace;

    @BeforeEach
    void rule() throws Exception {
        workspace = Workspace.in(folder).rule("high.epl", RULE.formatted(90));
    }

    private Tocsin.Result test(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "test";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return workspace.tocsin(all).run();
    }

    private static String untimed(String text) {
        return text.replaceAll("[0-9]+\\.[0-9] ms", "N ms");
    }

    @Test
    void allPass() throws Exception {
        workspace.write("epl/high.test.yaml", TESTS);
        Tocsin.Result result = test();

        assertThat(untimed(result.out()))
                .isEqualTo(
                        """
                        ok    epl/high.test.yaml:2: rings above 90 (N ms)
                        ok    epl/high.test.yaml:5: <stays> & \\u{1} still (N ms)
                        2 tests, 0 failed, N ms
                        """);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
    }

    @Test
    void oneFails() throws Exception {
        workspace.write("epl/high.test.yaml", TESTS).rule("high.epl", RULE.formatted(89));
        Tocsin.Result result = test("--junit", "report.xml");

        assertThat(untimed(result.out()))
                .isEqualTo(
                        """
                        FAIL  epl/high.test.yaml:2: rings above 90
                            + 0 s   firing high a/p warning count 1 "90 on a"
                            - 10 s  firing high
                        FAIL  epl/high.test.yaml:5: <stays> & \\u{1} still
                            + 0 s  firing high a/p warning count 1 "90 on a"
                        2 tests, 2 failed, N ms
                        """);
        assertThat(result.code()).isEqualTo(1);
        Document report = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(workspace.path("report.xml").toFile());
        Element suite = (Element) report.getElementsByTagName("testsuite").item(0);
        assertThat(suite.getAttribute("failures")).isEqualTo("2");
        Element second = (Element) suite.getElementsByTagName("testcase").item(1);
        assertThat(second.getAttribute("name")).isEqualTo("<stays> & \ufffd still");
        assertThat(second.getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo("epl/high.test.yaml:5\n+ 0 s  firing high a/p warning count 1 \"90 on a\"\n");
    }

    @Test
    void someAreChosen() throws Exception {
        workspace.write("epl/high.test.yaml", TESTS);
        assertThat(test("--filter", "above").lines()).hasSize(2);
        test("--filter", "below").refuses(2, "--filter 'below': none of the 2 tests has it in its file or name");
    }

    @Test
    void aFolderWithoutTestsIsWrongUsage() throws Exception {
        test().refuses(
                        2,
                        "epl: holds no test; put one beside its rules, NAME.test.yaml beside NAME.epl: docs/rule-tests.md shows"
                                + " how");
    }

    @Test
    void brokenTestsAreToldLikeBrokenRules() throws Exception {
        workspace.write("epl/high.test.yaml", TESTS.replace("rule: high", "rule: hgih"));
        test().refuses(2, "epl/high.test.yaml:4:14: no rule of the folder has the name 'hgih', did you mean 'high'?");
    }

    @Test
    void anyStretchBecomesATest() throws Exception {
        workspace.shippedRules();
        Path samples = Workspace.REPOSITORY.resolve("samples/oil-and-gas.ndjson");
        Tocsin.Result recorded = test("--record=wells", "--file", samples.toString(), "--only", "oil-high-pressure");

        assertThat(recorded.err())
                .isEqualTo("epl/wells.test.yaml: 805 messages in epl/wells.ndjson, 2 changes of alerts expected\n");
        assertThat(recorded.code()).isZero();
        assertThat(test("--filter", "wells").code()).isZero();
        String rules = Files.readString(workspace.path("epl/oil-and-gas.epl"));
        workspace.rule("oil-and-gas.epl", rules.replace("metric > 90)", "metric > 200)"));
        assertThat(test("--filter", "wells").code()).isEqualTo(1);
        test("--record=wells", "--file", samples.toString())
                .refuses(2, "epl/wells.ndjson: exists already; delete it, or give another name by --record=NAME");
    }

    @Test
    void whatBelongsToRecordingIsRefusedWithout() throws Exception {
        test("--from", "1").refuses(2, "--file, --from, --to and --only belong to --record");
    }
}
