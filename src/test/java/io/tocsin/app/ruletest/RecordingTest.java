package io.tocsin.app.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.Stretch;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final Settings SETTINGS = Settings.defaults();
    private static final String RULE =
            """
            @Name('high ${limit} $1 "90" \u202e') @Alert(severity = 'warning', summary = '{metric}')
            select host, service, metric from Metric(service = 'Pressure', metric > 90);
            @Name('any') @Alert(severity = 'info', summary = 'any', each = true) select host from Metric(service = 'Pressure');
            """;

    @TempDir
    private Path folder;

    private int record(Stretch stretch, Set<String> only) throws Exception {
        Path messages = folder.resolve("wells.ndjson");
        try (MessageLog log = FileLog.of(Path.of("samples/oil-and-gas.ndjson"), 1 << 20);
                PrintWriter to = new PrintWriter(Files.newBufferedWriter(messages))) {
            Recording.messages(log, stretch, "sensors", to);
        }
        try (PrintWriter to = new PrintWriter(Files.newBufferedWriter(folder.resolve("wells.test.yaml")))) {
            return new Recording("wells", only).test(messages, rules(), SETTINGS, to);
        }
    }

    private RuleSet rules() throws Exception {
        return new RuleCompiler(SETTINGS).compile(new RuleFolder(folder));
    }

    private List<Outcome> run() throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        RuleTests.of(new RuleFolder(folder), rules(), SETTINGS).run(outcomes::add);
        return outcomes;
    }

    @Test
    void whatWasRecordedPassesUntilTheRuleChanges() throws Exception {
        Files.writeString(folder.resolve("high.epl"), RULE);
        int expected = record(new Stretch(1, 805), Set.of("high ${limit} $1 \"90\" \u202e"));

        assertThat(expected).isPositive();
        assertThat(run()).singleElement().satisfies(o -> {
            assertThat(o.passed()).as("%s", o).isTrue();
            assertThat(o.lines()).hasSize(expected);
        });

        Files.writeString(folder.resolve("high.epl"), RULE.replace("metric > 90", "metric > 95"));
        assertThat(run()).singleElement().satisfies(o -> assertThat(o.passed()).isFalse());
    }

    @Test
    void aStretchInWhichNothingRingsExpectsSilenceOfAllRules() throws Exception {
        Files.writeString(folder.resolve("high.epl"), RULE.replace("'Pressure'", "'Nothing'"));
        assertThat(record(new Stretch(10, 20), Set.of())).isZero();
        assertThat(Files.readAllLines(folder.resolve("wells.ndjson"))).hasSize(11);
        assertThat(run()).singleElement().satisfies(o -> assertThat(o.passed()).isTrue());

        Files.writeString(folder.resolve("high.epl"), RULE);
        assertThat(run()).singleElement().satisfies(o -> assertThat(o.passed()).isFalse());
    }
}
