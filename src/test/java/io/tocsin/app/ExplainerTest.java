package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.Explanation.RuleThen;
import io.tocsin.app.Explanation.Today;
import io.tocsin.config.Meaning;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.model.Severity;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.Rules;
import io.tocsin.store.Commit;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainerTest {
    private static final long START = 1_506_780_000_000L;
    private static final String HIGH =
            "@Name('high') @Alert(severity = 'info', summary = 'x') select host, service from Metric(metric > 90);";
    private static final String LOW = HIGH.replace("high", "low").replace("> 90", "< 10");

    @TempDir
    Path folder;

    private final List<Message> log = new ArrayList<>();

    private RuleThen rule(String rule, long sequence, String today, JournalEntry... journal) throws Exception {
        Settings d = Settings.defaults();
        Settings.State state = new Settings.State(
                folder,
                d.state().remember(),
                d.state().sensors(),
                d.state().outbox(),
                d.state().history(),
                d.state().historyCount());
        Settings settings =
                new Settings(d.log(), d.decode(), d.ttl(), d.clock(), d.feed(), d.rules(), state, d.sinks());
        List<JournalEntry> entries = new ArrayList<>(List.of(journal));
        entries.add(0, new JournalEntry.Settings(0, Meaning.text(settings)));
        try (Store store = Store.open(folder)) {
            store.commit(Commit.place(place(1_000), 0, entries, null));
        }
        Alert alert = new Alert(
                "a", "b", rule, AlertState.NOTICE, Severity.INFO, null, null, 1, 1, 1, sequence, "", Map.of());
        return new Explainer(Course.asItWas(settings), new FoundAlert(alert, List.of(alert)))
                .rule(List.of(new RuleFile("a.epl", today)));
    }

    private static Checkpoint place(long sequence) {
        return new Checkpoint(sequence, new ClockState(START, 0, START));
    }

    private static JournalEntry rules(long after, String epl) {
        return new JournalEntry.Rules(place(after), place(after), epl, new TreeMap<>(Map.of("a.epl", epl)));
    }

    @Test
    void theRuleIsTheOneInEffectAtTheMessage() throws Exception {
        RuleThen then = rule("high", 500, HIGH, rules(0, HIGH), rules(500, HIGH.replace("90", "190")));

        assertThat(then.after()).isZero();
        assertThat(then.known()).isTrue();
        assertThat(then.parts().get(0).text()).contains("> 90)");
        assertThat(then.today()).isEqualTo(Today.SAME);
    }

    @Test
    void whatCameWithNewRulesIsExplainedByThem() throws Exception {
        RuleThen then = rule("low", 500, HIGH, rules(0, HIGH), rules(500, HIGH + LOW));

        assertThat(then.after()).isEqualTo(500);
        assertThat(then.known()).isTrue();
        assertThat(then.parts().get(0).text()).contains("< 10)");
        assertThat(then.today()).isEqualTo(Today.GONE);
    }

    @Test
    void aJournalThatBeginsLaterIsNotTakenForThenUnsaid() throws Exception {
        RuleThen then = rule("high", 100, LOW + HIGH.replace("90", "91"), rules(500, HIGH));

        assertThat(then.after()).isEqualTo(500);
        assertThat(then.known()).isFalse();
        assertThat(then.today()).isEqualTo(Today.DIFFERENT);
    }

    @Test
    void theEventsAreThoseOfTheSensorFromNarrowToWide() throws Exception {
        add("a", "P", 0, 95);
        add("b", "P", 1_000, 5);
        add("a", "Q", 2_000, 96);
        add("a", "P", 3_000, 97);
        add("b", "Q", 61_000, 5);

        assertThat(looked("host, service from Metric(metric > 96)")).isEqualTo("P of a: 2 [1, 4]");
        assertThat(looked("host, 'made-up' as service from Metric(metric > 96)"))
                .isEqualTo("every service of a: 3 [1, 3, 4]");
        assertThat(looked("host from Metric(service in ('P', 'Q'), metric > 96)"))
                .isEqualTo("P, Q of a: 3 [1, 3, 4]");
        assertThat(looked("'made-up' as host from Metric(service = 'P', metric > 96)"))
                .isEqualTo("P of every host: 3 [1, 2, 4]");
        assertThat(looked("metric from Metric(metric > 96)")).isEqualTo("every sensor: 4 [1, 2, 3, 4]");
        assertThat(looked("count(*) as n from Metric(service = 'P')#time_batch(1 min, 0L)"))
                .as("by the clock, which the next message moves")
                .isEqualTo("P of every host: 3 [1, 2, 4, 4]");
    }

    private String looked(String select) throws Exception {
        Course course = Course.of(
                Settings.defaults(),
                Rules.of("@Name('r') @Alert(severity = 'info', summary = 'x', each = true) select " + select + ";"));
        List<Alert> alerts = new ArrayList<>();
        new Replay(course, new MemoryLog(log), new Pace(Pace.MAX), alerts::add, s -> {})
                .run(new Stretch(1, log.size()));
        Explainer explainer = new Explainer(course, new FoundAlert(alerts.get(0), List.of(alerts.get(0))));
        MemoryLog memory = new MemoryLog(log);
        Explanation explanation = explainer.explain(
                memory, explainer.rule(null), explainer.stretch(memory, null, null, 0), false, 10, s -> {});
        assertThat(explanation.again()).isTrue();
        assertThat(explanation.rule().today()).isEqualTo(Today.UNKNOWN);
        return explanation.sensors() + ": " + explanation.seen() + " "
                + explanation.steps().stream().map(ReplayStep::sequence).toList();
    }

    private void add(String host, String service, long at, double value) {
        String json = "{\"_id\":\"" + host + "\",\"timestamp\":\"" + UtcTime.format(START + at) + "\",\"items\":{\""
                + service + "\":" + value + "}}";
        log.add(new Message(log.size() + 1, START + at, json.getBytes(StandardCharsets.UTF_8)));
    }
}
