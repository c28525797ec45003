package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Message;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Rules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told of the past that a rebuilt engine lacks. */
class LackTest {
    private static final long NOW = 1_506_780_000_000L;
    private static final long MINUTE = 60_000;
    private static final Checkpoint AT = new Checkpoint(100, new ClockState(NOW, 0, NOW));
    private static final String ALERT = "@Alert(severity = 'info', summary = '{host}', each = true) ";
    private static final RuleSet RULES = Rules.of("@Name('filter') " + ALERT + "select host from Metric(metric > 5);"
            + "@Name('last') " + ALERT + "select host from Metric#unique(host);"
            + "@Name('short') " + ALERT + "select host from Metric#time(10 min);"
            + "@Name('long') " + ALERT + "select host from Metric#time(50 min);"
            + "@Name('endless') " + ALERT + "select host from Metric#keepall;");

    private static Lack lack(long completeMinutes, long evicted) {
        return Lack.of(RULES, AT, NOW - completeMinutes * MINUTE, evicted, 60 * MINUTE);
    }

    @Test
    void nothingIsMissingWhereTheHorizonIsThere() {
        assertThat(lack(60, 0).isNone()).isTrue();
        assertThat(lack(59, 0).isNone()).isFalse();
    }

    @Test
    void nothingIsMissingWhereThereWasNothing() {
        assertThat(Lack.of(RULES, AT, ClockState.UNSET, 0, 60 * MINUTE).isNone())
                .isTrue();
        assertThat(Lack.of(RULES, new Checkpoint(0, ClockState.START), NOW, 0, 60 * MINUTE)
                        .isNone())
                .isTrue();
    }

    @Test
    void theRulesAreThoseThatNeedWhatIsMissing() {
        assertThat(lack(40, 0))
                .hasToString(
                        "20 min of the past are missing: the rules [long, endless] need them, and their windows fill"
                                + " again; marks were kept for less until now, and are kept for as long from here on");
        assertThat(lack(5, 7))
                .hasToString("55 min of the past are missing, 7 messages that the log no longer keeps: the rules [last,"
                        + " short, long, endless] need them, and their windows fill again; raise the channel's limits");
    }

    @Test
    void messagesFromBeforeTheHorizonMayHaveBeenTheLastOfTheirSensors() {
        Lack lack = lack(60, 7);
        assertThat(lack.isNone()).isFalse();
        assertThat(lack)
                .hasToString("7 messages that the log no longer keeps are missing: the rules [last, endless] need them,"
                        + " and their windows fill again; raise the channel's limits");
    }

    /** A log with a message each minute that no longer keeps some of them. */
    private static ScriptedLog without(long evictedFrom, long evictedTo) {
        return new ScriptedLog((from, to, receiver) -> {
            for (long n = from; n <= to; n++) {
                if (n == evictedFrom) {
                    receiver.evicted(evictedFrom, evictedTo);
                }
                if (n < evictedFrom || n > evictedTo) {
                    receiver.message(message(n));
                }
            }
        });
    }

    private static Message message(long sequence) {
        long time = NOW - (AT.sequence() - sequence) * MINUTE;
        String text = "{\"_id\":\"h\",\"timestamp\":\"" + UtcTime.format(time) + "\",\"items\":{\"Pressure\":1}}";
        return new Message(sequence, time, text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"31, 40, 59, 10", "41, 70, 29, 30", "91, 100, 0, 10", "1, 10, 89, 10"})
    void aWarmUpIsCompleteFromTheLastGapOn(long from, long to, long completeMinutes, long evicted) throws Exception {
        Warmup warmup = new Warmup(
                RULES,
                Journal.of(Settings.defaults(), List.of()),
                Mark.empty(new Checkpoint(0, ClockState.START)),
                Warmup.known(RULES.rules()),
                event -> {});
        try (Evaluator evaluator = warmup.evaluator()) {
            warmup.feed(without(from, to), AT);
            assertThat(evaluator.position().sequence()).isEqualTo(AT.sequence());
            assertThat(warmup.messages()).isEqualTo(AT.sequence() - evicted);
        }
        long horizon = RULES.horizon(Settings.defaults());
        assertThat(warmup.lack(AT, Settings.defaults()))
                .isEqualTo(Lack.of(RULES, AT, NOW - completeMinutes * MINUTE, evicted, horizon));
    }
}
