package io.tocsin.pipeline.evaluate;

import static io.tocsin.pipeline.evaluate.Feed.DAY;
import static io.tocsin.pipeline.evaluate.Feed.HOUR;
import static io.tocsin.pipeline.evaluate.Feed.MINUTE;
import static io.tocsin.pipeline.evaluate.Feed.SECOND;
import static io.tocsin.pipeline.evaluate.Feed.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Message;
import io.tocsin.model.Readings;
import java.time.Duration;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/** Steps: what comes out when, and in which order. */
class EvaluatorTest {
    /** A row at every full minute while something was sent in the last five. */
    private static final RuleSet MINUTELY = Rules.of(
            """
            @Name('minutely') @Alert(severity = 'info', summary = '')
            select count(*) as n from Metric#time(5 min) output last at (*/1, *, *, *, *);
            """);

    private static final RuleSet EVERY = Rules.of(
            """
            @Name('z') @Alert(severity = 'info', summary = '') select host, metric from Metric;
            @Name('a') @Alert(severity = 'info', summary = '') select host, metric from Metric;
            @Name('c') @Alert(severity = 'info', summary = '', key = 'host')
            select w.host as host, w.metric as metric from Metric as m unidirectional, Metric#time(1 hour) as w;
            """);

    private static long minuteRows(Feed feed) {
        return feed.rows.stream().filter(r -> r.startsWith("timer ")).count();
    }

    @Test
    void aSilentSensorRingsAfterItsTtlAndOneExactlyAtItsEndIsInTime() {
        try (Feed feed = new Feed(Feed.silence(), TestSettings.minuteOfSilence())) {
            feed.inFile("a", T0);
            feed.inFile("a", T0 + MINUTE);
            assertThat(feed.rows).isEmpty();
            feed.inFile("a", T0 + 2 * MINUTE + 1);
            assertThat(feed.rows)
                    .containsExactly("timer 2026-01-01T00:02:00.001Z 2 silence [\"a\"," + (T0 + MINUTE) + "]");
        }
    }

    @Test
    void timersFireBeforeTheEventAtTheirOwnInstants() {
        try (Feed feed = new Feed(MINUTELY, Settings.defaults())) {
            feed.inFile("a", T0 + 500);
            feed.inFile("a", T0 + 2 * MINUTE);
            assertThat(feed.rows)
                    .containsExactly(
                            "timer 2026-01-01T00:01:00.000Z 1 minutely [1]",
                            "timer 2026-01-01T00:02:00.000Z 1 minutely [1]");
        }
    }

    @Test
    void crontabsFallOnWholeSecondsWhereverTheEngineBegins() {
        for (long millis : new long[] {0, 1, 499, 999, 59_999}) {
            Checkpoint at = new Checkpoint(5, new ClockState(T0 + millis, 0, T0 + millis));
            try (Feed feed = new Feed(MINUTELY, Settings.defaults(), at)) {
                feed.message(T0 + 59_999, "a", T0 + 59_999);
                feed.message(T0 + MINUTE, "a", T0 + MINUTE);
                assertThat(feed.rows).containsExactly("timer 2026-01-01T00:01:00.000Z 6 minutely [1]");
            }
        }
    }

    @Test
    void theRowsOfAStepComeByRuleKeyAndText() {
        try (Feed feed = new Feed(EVERY, Settings.defaults())) {
            feed.message(Message.NO_TIMESTAMP, "h2", T0, 2);
            feed.message(Message.NO_TIMESTAMP, "h1", T0, 9);
            feed.message(Message.NO_TIMESTAMP, "h1", T0, 10);
            assertThat(feed.rows.subList(feed.rows.size() - 5, feed.rows.size()))
                    .containsExactly(
                            "2026-01-01T00:00:00.000Z 3 a [\"h1\",10.0]",
                            "2026-01-01T00:00:00.000Z 3 c [\"h1\",10.0]",
                            "2026-01-01T00:00:00.000Z 3 c [\"h1\",9.0]",
                            "2026-01-01T00:00:00.000Z 3 c [\"h2\",2.0]",
                            "2026-01-01T00:00:00.000Z 3 z [\"h1\",10.0]");
        }
    }

    @Test
    void eachItemIsAStepInTheOrderOfTheMessage() {
        try (Feed feed = new Feed(EVERY, Settings.defaults())) {
            feed.evaluator.message(
                    4711,
                    Message.NO_TIMESTAMP,
                    new Readings("h", T0, 1.5, -2.5, "ctx", new String[] {"q", "p"}, new double[] {1, 2}));
            assertThat(feed.events).hasSize(2);
            assertThat(feed.events.get(0))
                    .isEqualTo(new io.tocsin.model.Metric("h", "q", 1, T0, T0, 300, 1.5, -2.5, "ctx", 4711));
            assertThat(feed.events.get(1).service()).isEqualTo("p");
            assertThat(feed.evaluator.position().sequence()).isEqualTo(4711);
        }
    }

    @Test
    void aMessageWithoutUsableItemsMovesNoClock() {
        try (Feed feed = new Feed(EVERY, Settings.defaults())) {
            feed.evaluator.message(
                    1, Message.NO_TIMESTAMP, new Readings("h", T0, null, null, null, new String[0], new double[0]));
            assertThat(feed.evaluator.position()).isEqualTo(new Checkpoint(1, ClockState.START));
        }
    }

    @Test
    void aStepOfExactlyTheLeapIsWalkedAndALongerOneIsNot() {
        try (Feed feed = new Feed(MINUTELY, Settings.defaults())) {
            feed.inFile("a", T0);
            feed.inFile("a", T0 + DAY);
            assertThat(feed.evaluator.leaps()).isZero();
            assertThat(minuteRows(feed)).isEqualTo(24 * 60);
            feed.inFile("a", T0 + 2 * DAY + 1);
            assertThat(feed.evaluator.leaps()).isEqualTo(1);
            assertThat(feed.clock()).isEqualTo(T0 + 2 * DAY + 1);
        }
    }

    /** A year of minutes would be half a million rows. */
    @Test
    void aLeapIsWalkedForADayAndCrossedInOneStep() {
        try (Feed feed = new Feed(MINUTELY, Settings.defaults())) {
            feed.inFile("a", T0);
            feed.inFile("a", T0 + 365 * DAY);
            assertThat(minuteRows(feed)).isBetween(24 * 60L, 24 * 60L + 1);
            assertThat(feed.evaluator.leaps()).isEqualTo(1);
            feed.rows.clear();
            feed.inFile("a", T0 + 365 * DAY + MINUTE);
            assertThat(feed.rows)
                    .as("the engine goes on")
                    .containsExactly("timer 2027-01-01T00:01:00.000Z 2 minutely [1]");
        }
    }

    @Test
    void aLeapIsWalkedForTheHorizonWhereThatIsLonger() {
        Settings d = Settings.defaults();
        Settings settings = TestSettings.with(
                TestSettings.with(
                        d, new Settings.Clock(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(10))),
                new Settings.Rules(
                        Duration.ofHours(2),
                        Duration.ofSeconds(1),
                        false,
                        d.rules().timeZone(),
                        d.rules().variables()));
        try (Feed feed = new Feed(MINUTELY, settings)) {
            feed.inFile("a", T0);
            feed.inFile("a", T0 + DAY);
            assertThat(minuteRows(feed)).isBetween(120L, 121L);
        }
    }

    @Test
    void theDefaultLocaleAndTimeZoneDoNotMatter() {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        RuleSet nightly = Rules.of(
                """
                @Name('nightly') @Alert(severity = 'info', summary = '')
                select count(*) as n from Metric#time(2 days) output last at (0, 3, *, *, *);
                """);
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            try (Feed feed = new Feed(nightly, Settings.defaults())) {
                feed.inFile("a", T0);
                feed.inFile("a", T0 + 4 * HOUR);
                assertThat(feed.rows).containsExactly("timer 2026-01-01T03:00:00.000Z 1 nightly [1]");
            }
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void aSecondRunGivesTheSameSteps() {
        assertThat(run()).isEqualTo(run());
    }

    private static java.util.List<String> run() {
        try (Feed feed = new Feed(EVERY, Settings.defaults())) {
            for (int i = 0; i < 200; i++) {
                feed.message(T0 + i * SECOND, "h" + i % 7, T0 + i * SECOND, i % 13);
            }
            return java.util.List.copyOf(feed.rows);
        }
    }
}
