package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.SkippedItem;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.evaluate.Rules;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody sees who watches a replay, and what of it has to do with a sensor. */
class ReplayStepsTest {
    private static final long START = 1_506_780_000_000L;
    private static final String RULES =
            """
            @Name('high') @Alert(severity = 'critical', summary = '{metric}', resolveAfter = '30 sec')
            select host, service, metric from Metric(service = 'P', metric > 90);
            @Name('minutes') @Alert(severity = 'info', summary = '{n}', each = true)
            select host, count(*) as n from Metric(service = 'P')#time_batch(1 min, 0L) group by host having count(*) > 0;
            @Name('any') @Alert(severity = 'info', summary = 'all', each = true)
            select max(metric) as most from Metric(service = 'Q')#length(1);
            """;

    private final List<Message> log = new ArrayList<>();
    private final List<ReplayStep> steps = new ArrayList<>();
    private final List<Alert> alerts = new ArrayList<>();

    @Test
    void eachStepComesWithItsRowsAndTheChangesThatFollowed() throws Exception {
        add("a", "P", 1_000, 95);
        add("b", "P", 2_000, 50);
        add("a", "P", 40_000, 60);
        add("b", "P", 61_000, 50);

        replay(1);

        assertThat(words())
                .containsExactly(
                        "1 at 1 a/P [high] [firing]",
                        "2 at 2 b/P [] []",
                        "2 at 40 - [] [resolved]", // at its deadline, before the next event
                        "3 at 40 a/P [] []",
                        "3 at 60 - [minutes, minutes] [notice, notice]",
                        "4 at 61 b/P [] []");
        assertThat(steps.stream().flatMap(step -> step.alerts().stream()))
                .as("every change is in a step")
                .isEqualTo(alerts);
        assertThat(steps.get(2).alerts().get(0).time()).isEqualTo(START + 31_000);
    }

    @Test
    void nothingIsSeenOfTheWarmUp() throws Exception {
        add("a", "P", 1_000, 95);
        add("a", "P", 2_000, 96);
        add("a", "P", 3_000, 97);

        replay(3);

        assertThat(words()).containsExactly("3 at 3 a/P [high] []");
        assertThat(alerts).isEmpty();
    }

    @Test
    void anEventThatIsTooLateIsSeenThoughItIsNotEvaluated() throws Exception {
        add("a", "P", 60_000, 50);
        add("b", "P", 1_000, 95);

        replay(1);

        ReplayStep last = steps.get(steps.size() - 1);
        assertThat(last.skipped()).isEqualTo(SkippedItem.TOO_LATE);
        assertThat(last.event()).extracting(Metric::host).isEqualTo("b");
        assertThat(last.event()).extracting(Metric::metric).isEqualTo(95.0);
        assertThat(last.rows()).isEmpty();
    }

    @Test
    void aSensorHasItsEventsWholeAndOfOtherStepsWhatIsItsOwn() throws Exception {
        add("a", "P", 1_000, 95);
        add("b", "P", 2_000, 50);
        add("a", "Q", 3_000, 7);
        add("b", "P", 61_000, 50);
        replay(1);

        assertThat(of("a"))
                .containsExactly(
                        "1 at 1 a/P [high] [firing]",
                        "3 at 3 a/Q [any] [notice]",
                        "3 at 60 - [minutes] [resolved, notice]");
        assertThat(of("a/Q"))
                .as("a row without a service is of each")
                .containsExactly("3 at 3 a/Q [any] [notice]", "3 at 60 - [minutes] [notice]");
        assertThat(of("b/P")).containsExactly("2 at 2 b/P [] []", "3 at 60 - [minutes] [notice]", "4 at 61 b/P [] []");
        assertThat(of("aa")).isEmpty();
        assertThat(of("P")).isEmpty();
    }

    @Test
    void namesMayHoldSlashes() throws Exception {
        add("plant/1", "P/in", 1_000, 1);
        replay(1);

        assertThat(of("plant/1")).hasSize(1);
        assertThat(of("plant/1/P/in")).hasSize(1);
        assertThat(of("plant")).isEmpty();
        assertThat(of("plant/1/P")).isEmpty();
    }

    private void add(String host, String service, long at, double value) {
        String json = "{\"_id\":\"" + host + "\",\"timestamp\":\"" + UtcTime.format(START + at) + "\",\"items\":{\""
                + service + "\":" + value + "}}";
        log.add(new Message(log.size() + 1, Message.NO_TIMESTAMP, json.getBytes(StandardCharsets.UTF_8)));
    }

    private void replay(long from) throws Exception {
        Settings d = Settings.defaults();
        Settings.Clock clock = new Settings.Clock(
                d.clock().tolerance(), d.clock().stall(), d.clock().leap(), Duration.ofSeconds(50));
        Settings settings =
                new Settings(d.log(), d.decode(), d.ttl(), clock, d.feed(), d.rules(), d.state(), d.sinks());
        Course course = Course.of(settings, Rules.of(RULES));
        new Replay(course, new MemoryLog(log), new Pace(Pace.MAX), alerts::add, steps::add, sequence -> {})
                .run(new Stretch(1, from, log.size()));
    }

    private List<String> words() {
        return steps.stream().map(ReplayStepsTest::words).toList();
    }

    private List<String> of(String sensor) {
        SensorName name = new SensorName(sensor);
        List<String> words = new ArrayList<>();
        for (ReplayStep step : steps) {
            ReplayStep part = name.of(step);
            if (part != null) {
                words.add(words(part));
            }
        }
        return words;
    }

    private static String words(ReplayStep step) {
        Metric event = step.event();
        return step.sequence() + " at " + (step.clock() - START) / 1000 + " "
                + (event == null ? "-" : event.host() + "/" + event.service()) + " "
                + step.rows().stream().map(row -> row.rule().name()).toList() + " "
                + step.alerts().stream().map(Alert::state).map(AlertState::word).toList();
    }
}
