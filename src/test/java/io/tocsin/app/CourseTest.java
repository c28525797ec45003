package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Rules;
import io.tocsin.store.Commit;
import io.tocsin.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CourseTest {
    private static RuleSet hours(int hours) {
        return Rules.of("@Name('r') @Alert(severity = 'info', summary = '{host}', each = true) select host from"
                + " Metric#time(" + hours + " hours);");
    }

    private static void takeover(Store store, Settings settings, long after, RuleSet rules) {
        Checkpoint at = new Checkpoint(after, ClockState.START);
        store.commit(Commit.place(
                at,
                store.derived(),
                Journal.changes(store.journal(), settings, rules, at, at),
                Warmup.known(rules.rules())));
    }

    @Test
    void theHorizonIsThatOfTheRulesInEffect(@TempDir Path folder) throws Exception {
        Settings d = Settings.defaults();
        Settings settings = new Settings(
                d.log(),
                d.decode(),
                d.ttl(),
                d.clock(),
                d.feed(),
                d.rules(),
                new Settings.State(
                        folder,
                        d.state().remember(),
                        d.state().sensors(),
                        d.state().outbox(),
                        d.state().history(),
                        d.state().historyCount()),
                d.sinks());
        try (Store store = Store.open(folder)) {
            takeover(store, settings, 0, hours(2));
            takeover(store, settings, 100, hours(3));
        }
        Course course = Course.asItWas(settings);
        assertThat(course.horizon(100)).isEqualTo(Duration.ofHours(2).toMillis() + 1000);
        assertThat(course.horizon(101)).isEqualTo(Duration.ofHours(3).toMillis() + 1000);
        assertThat(Course.of(settings, hours(3)).horizon(1))
                .isEqualTo(Duration.ofHours(3).toMillis() + 1000);
    }
}
