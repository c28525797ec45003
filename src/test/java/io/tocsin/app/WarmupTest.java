package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Meaning;
import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Rules;
import io.tocsin.store.JournalEntry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WarmupTest {
    private static final long START = 1_506_780_000_000L;
    private static final RuleSet RULES =
            Rules.of("@Name('high') @Alert(severity = 'info', summary = '{host}', each = true)"
                    + " select host from Metric(metric > 5);");

    /** Items above 50 are out of range. */
    private static Settings narrow() {
        Settings d = Settings.defaults();
        Settings.Decode c = d.decode();
        Settings.Decode narrow = new Settings.Decode(
                c.maxMessage(),
                c.maxDepth(),
                c.maxItems(),
                c.maxName(),
                Map.of("Pressure", new Settings.Bounds(null, 50.0)),
                c.deadLetter());
        return new Settings(d.log(), narrow, d.ttl(), d.clock(), d.feed(), d.rules(), d.state(), d.sinks());
    }

    private static Message message(int sequence) {
        long time = START + sequence * 1000L;
        String text = "{\"_id\":\"h\",\"timestamp\":\"" + UtcTime.format(time) + "\",\"items\":{\"Pressure\":60}}";
        return new Message(sequence, time, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void eachMessageIsDecodedByTheSettingsOfItsTime() throws Exception {
        List<Message> messages = new ArrayList<>();
        for (int i = 1; i <= 9; i++) {
            messages.add(message(i));
        }
        Journal journal = Journal.of(
                List.of(settings(0, Settings.defaults()), settings(3, narrow()), settings(6, Settings.defaults())),
                List.of(),
                narrow());
        List<Long> learned = new ArrayList<>();
        Warmup warmup = new Warmup(
                RULES,
                journal,
                Mark.empty(new Checkpoint(0, ClockState.START)),
                Warmup.known(RULES.rules()),
                (Metric event) -> learned.add(event.sequence()));
        try (Evaluator ignored = warmup.evaluator()) {
            warmup.feed(new MemoryLog(messages), new Checkpoint(9, new ClockState(START + 9_000, 0, START + 9_000)));
        }
        assertThat(learned).containsExactly(1L, 2L, 3L, 7L, 8L, 9L);
    }

    private static JournalEntry.Settings settings(long after, Settings settings) {
        return new JournalEntry.Settings(after, ClockState.UNSET, Meaning.text(settings));
    }
}
