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
import io.tocsin.model.Metric;
import io.tocsin.model.Origin;
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

    private static Readings derived(long time, String producer, long number) {
        return new Readings(
                "h", time, null, null, null, new String[] {"p"}, new double[] {number}, new Origin(producer, number));
    }

    @Test
    void aDerivedEventThatWasPublishedTwiceIsEvaluatedOnceAndIsNoSignOfLife() {
        try (Feed feed = new Feed(EVERY, Settings.defaults())) {
            feed.evaluator.message(1, Message.NO_TIMESTAMP, derived(T0, "one", 7));
            feed.evaluator.message(2, Message.NO_TIMESTAMP, derived(T0 + 1, "other", 7));
            feed.evaluator.message(3, Message.NO_TIMESTAMP, derived(T0 + 9, "one", 7));
            feed.evaluator.message(4, Message.NO_TIMESTAMP, derived(T0 + 2, "one", 6));
            feed.evaluator.message(5, Message.NO_TIMESTAMP, derived(T0 + 2, "one", 6));
            assertThat(feed.events.stream().map(Metric::sequence)).containsExactly(1L, 2L, 4L);
            assertThat(feed.duplicates).containsExactly(3L, 5L);
            assertThat(feed.evaluator.position().clock().clock()).isEqualTo(T0 + 2);
        }
    }

    @Test
    void aRebuiltEvaluatorKnowsTheDerivedEventsBeforeItsMark() {
        Checkpoint mark;
        try (Feed feed = new Feed(EVERY, Settings.defaults())) {
            feed.evaluator.message(1, Message.NO_TIMESTAMP, derived(T0, "one", 7));
            mark = feed.evaluator.position();
        }
        try (Feed feed = new Feed(EVERY, Settings.defaults(), mark)) {
            feed.evaluator.message(2, Message.NO_TIMESTAMP, derived(T0, "one", 7));
            feed.evaluator.message(3, Message.NO_TIMESTAMP, derived(T0, "one", 8));
            assertThat(feed.duplicates).containsExactly(2L);
            feed.evaluator.resume(mark);
            feed.evaluator.message(4, Message.NO_TIMESTAMP, derived(T0, "one", 8));
            assertThat(feed.duplicates).as("as the checkpoint has it").containsExactly(2L);
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

    /** A pattern's crontab keeps the milliseconds it fires with, and an engine that is rebuilt behind the leap has none. */
    @Test
    void afterALeapCrontabsOfPatternsFallOnWholeSeconds() {
        RuleSet full = Rules.of(
                """
                @Name('full') @Alert(severity = 'info', summary = '')
                select current_timestamp as now from pattern [every timer:at(*/1, *, *, *, *)];
                """);
        try (Feed feed = new Feed(full, Settings.defaults())) {
            feed.inFile("a", T0 + 1);
            feed.inFile("a", T0 + 365 * DAY + 30_765);
            assertThat(feed.rows.get(feed.rows.size() - 1)).startsWith("timer 2027-01-01T00:00:30.000Z 1 full");
            feed.rows.clear();
            feed.inFile("a", T0 + 365 * DAY + MINUTE);
            assertThat(feed.rows)
                    .containsExactly("timer 2027-01-01T00:01:00.000Z 2 full [" + (T0 + 365 * DAY + MINUTE) + "]");
        }
    }

    @Test
    void aLeapIsWalkedForTheHorizonWhereThatIsLonger() {
        Settings d = Settings.defaults();
        Settings settings = TestSettings.with(
                TestSettings.with(
                        d,
                        new Settings.Clock(
                                Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(10), null)),
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
    void anEventExactlyAsLateAsAdmittedIsEvaluatedAndAnOlderOneIsNot() {
        try (Feed feed = new Feed(EVERY, TestSettings.maxLate(Duration.ofMinutes(1)))) {
            feed.message(T0, "a", T0);
            feed.message(T0 + 1, "b", T0 - MINUTE);
            feed.message(T0 + 2, "c", T0 - MINUTE - 1);
            feed.message(T0 + 3, "d", T0 - 3650 * DAY);
            feed.message(T0 + 4, "e", T0 + 4);
            assertThat(feed.events).extracting(Metric::host).containsExactly("a", "b", "e");
            assertThat(feed.tooLate).containsExactly(3L, 4L);
            assertThat(feed.evaluator.late()).as("too late is not late").isEqualTo(1);
            assertThat(feed.evaluator.position().sequence()).isEqualTo(5);
        }
    }

    @Test
    void withNoAgeAdmittedEveryEventBeforeTheClockIsTooLate() {
        try (Feed feed = new Feed(EVERY, TestSettings.maxLate(Duration.ZERO))) {
            feed.inFile("a", T0);
            feed.inFile("b", T0);
            feed.inFile("c", T0 - 1);
            assertThat(feed.events).extracting(Metric::host).containsExactly("a", "b");
            assertThat(feed.tooLate).containsExactly(3L);
            assertThat(feed.evaluator.late()).isZero();
        }
    }

    @Test
    void unlessItIsSetNoEventIsTooLate() {
        try (Feed feed = new Feed(EVERY, Settings.defaults())) {
            feed.inFile("a", T0);
            feed.inFile("b", T0 - 3650 * DAY);
            assertThat(feed.events).hasSize(2);
            assertThat(feed.tooLate).isEmpty();
        }
    }

    /** The age is measured at the clock that the message's own log timestamp sets: the log's pace moves it first. */
    @Test
    void theClockIsMovedByTheLogBeforeTheAgeIsMeasured() {
        try (Feed feed = new Feed(EVERY, TestSettings.maxLate(Duration.ofMinutes(1)))) {
            feed.message(T0, "a", T0);
            feed.message(T0 + 10 * MINUTE, "b", T0);
            assertThat(feed.clock()).isEqualTo(T0 + 10 * MINUTE - 30 * SECOND);
            assertThat(feed.tooLate).containsExactly(2L);
        }
    }

    @Test
    void whatIsTooLateIsNoSignOfLife() {
        Settings settings = TestSettings.with(
                TestSettings.minuteOfSilence(),
                TestSettings.maxLate(Duration.ofSeconds(10)).clock());
        try (Feed feed = new Feed(Feed.silence(), settings)) {
            feed.inFile("slow", T0);
            feed.inFile("quick", T0 + 40 * SECOND);
            feed.inFile("slow", T0 + 29 * SECOND);
            feed.inFile("quick", T0 + 80 * SECOND);
            assertThat(feed.tooLate).containsExactly(3L);
            assertThat(feed.rows).containsExactly("timer 2026-01-01T00:01:00.001Z 3 silence [\"slow\"," + T0 + "]");
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
