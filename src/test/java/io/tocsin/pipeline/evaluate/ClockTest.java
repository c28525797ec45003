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
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each rule of the clock, with the stream that a simpler rule gets wrong. Ttl is a minute, stall 30 s. */
class ClockTest {
    private static final long STALL = 30 * SECOND;
    private static final long Y2017 = 1_506_784_200_000L;

    private final Feed feed = new Feed(Feed.silence(), TestSettings.minuteOfSilence());

    @AfterEach
    void close() {
        feed.close();
    }

    /** Without D the tick would leap from 2017 to today. */
    @Test
    void oldDataInALiveLogRunsInItsOwnTimeAlsoWhenTheLogIsQuiet() {
        for (int i = 0; i < 100; i++) {
            feed.message(T0 + 10L * i, "a", Y2017 + SECOND * i);
        }
        long last = Y2017 + 99 * SECOND;
        assertThat(feed.clock()).isEqualTo(last);
        assertThat(feed.rows).isEmpty();

        feed.evaluator.tick(T0 + 990 + STALL + MINUTE);
        assertThat(feed.clock()).as("exactly the end of the ttl").isEqualTo(last + MINUTE);
        assertThat(feed.rows).isEmpty();

        feed.evaluator.tick(T0 + 990 + 10 * MINUTE);
        assertThat(feed.clock()).isEqualTo(last + 10 * MINUTE - STALL);
        assertThat(feed.rows).containsExactly("timer 2017-09-30T15:12:39.001Z 100 silence [\"a\"," + last + "]");
        assertThat(feed.evaluator.leaps()).isZero();
    }

    /** Without rule 1 the clock would stand still: the slow sensor's events are all late. */
    @Test
    void theOnlyLivingSensorIsAnHourSlowAndSilenceStillRings() {
        feed.message(T0, "right", T0);
        feed.message(T0 + 1, "slow", T0 + 1 - HOUR);
        for (int i = 1; i <= 20; i++) {
            long log = T0 + 10 * SECOND * i;
            feed.message(log, "slow", log - HOUR);
            assertThat(feed.clock()).isEqualTo(Math.max(T0, log - STALL));
        }
        assertThat(feed.rows)
                .as("the slow one lives")
                .containsExactly("timer 2026-01-01T00:01:00.001Z 11 silence [\"right\"," + T0 + "]");
        assertThat(feed.evaluator.late()).isEqualTo(21);
    }

    /** A rule that asks whether the clock has moved lately would be content with this sensor. */
    @Test
    void aSensorThatAdvancesByAMillisecondDoesNotHoldTheClock() {
        feed.message(T0, "right", T0);
        for (int i = 1; i <= 20; i++) {
            long log = T0 + 29 * SECOND * i;
            feed.message(log, "stuck", T0 + i);
            assertThat(feed.clock()).isEqualTo(Math.max(T0 + i, log - STALL));
        }
    }

    /** D is the nearest, not the last or the average: the batch's end sets the pace, its beginning does not slow it. */
    @Test
    void ofABatchAMinuteOnlyWhatIsOlderThanTheStallIsLate() {
        for (int batch = 0; batch < 5; batch++) {
            long log = T0 + batch * MINUTE;
            for (int i = 1; i <= 60; i++) {
                long time = log - MINUTE + i * SECOND;
                feed.message(log, "a", time);
                assertThat(feed.last().time()).isEqualTo(time);
                assertThat(feed.last().seen()).isEqualTo(batch == 0 ? time : Math.max(time, log - STALL));
            }
            assertThat(feed.clock()).isEqualTo(log);
        }
        assertThat(feed.evaluator.late()).isEqualTo(4 * 29);
        assertThat(feed.evaluator.position().clock().delay()).isZero();
    }

    @Test
    void theDelayIsTheNearestEver() {
        feed.message(T0, "a", T0 - 10 * SECOND);
        assertThat(feed.evaluator.position().clock().delay()).isEqualTo(10 * SECOND);
        feed.message(T0 + SECOND, "a", T0 - 2 * SECOND);
        assertThat(feed.evaluator.position().clock().delay()).isEqualTo(3 * SECOND);
        feed.message(T0 + 20 * SECOND, "a", T0);
        assertThat(feed.evaluator.position().clock().delay()).isEqualTo(3 * SECOND);
        feed.message(T0 + 60 * SECOND, "a", T0 + 1);
        assertThat(feed.clock()).isEqualTo(T0 + 60 * SECOND - 3 * SECOND - STALL);
        feed.message(T0 + 60 * SECOND, "a", T0 + 61 * SECOND);
        assertThat(feed.evaluator.position().clock().delay())
                .as("never below 0")
                .isZero();
    }

    @Test
    void anEventOf1970BeforeOneOf2026IsOneLeap() {
        feed.message(T0, "old", 0);
        assertThat(feed.clock()).isZero();
        feed.message(T0 + SECOND, "new", T0);
        assertThat(feed.clock()).isEqualTo(T0);
        assertThat(feed.evaluator.leaps()).isEqualTo(1);
        assertThat(feed.evaluator.position().clock().delay()).isEqualTo(SECOND);
        assertThat(feed.rows).containsExactly("timer 1970-01-01T00:01:00.001Z 1 silence [\"old\",0]");
    }

    @Test
    void anEventDatedAfterTheLogIsEvaluatedAtTheLogsTimeAndKeepsItsOwn() {
        long y2031 = T0 + 5 * 365 * DAY;
        feed.message(T0, "a", T0 - SECOND);
        feed.message(T0 + SECOND, "ahead", y2031);
        assertThat(feed.last().time()).isEqualTo(y2031);
        assertThat(feed.last().seen()).isEqualTo(T0 + SECOND);
        assertThat(feed.evaluator.future()).isEqualTo(1);
        assertThat(feed.evaluator.late()).isZero();
        assertThat(feed.evaluator.leaps()).isZero();
    }

    @Test
    void withinTheToleranceASensorMayBeAhead() {
        feed.message(T0, "a", T0 + 5 * SECOND);
        assertThat(feed.clock()).isEqualTo(T0 + 5 * SECOND);
        assertThat(feed.evaluator.future()).isZero();
        feed.message(T0 + SECOND, "a", T0 + 6 * SECOND + 1);
        assertThat(feed.clock()).as("never back").isEqualTo(T0 + 5 * SECOND);
        assertThat(feed.evaluator.future()).isEqualTo(1);
    }

    @Test
    void aFirstEventFromTheFutureSetsTheClockToTheLog() {
        feed.message(T0, "ahead", T0 + DAY);
        assertThat(feed.clock()).isEqualTo(T0);
    }

    @Test
    void aLateEventMovesNothingAndKeepsItsOwnTime() {
        feed.message(T0, "a", T0);
        feed.message(T0, "b", T0 - 20 * SECOND);
        assertThat(feed.clock()).isEqualTo(T0);
        assertThat(feed.last().time()).isEqualTo(T0 - 20 * SECOND);
        assertThat(feed.last().seen()).isEqualTo(T0);
        assertThat(feed.evaluator.late()).isEqualTo(1);
        assertThat(feed.evaluator.position().clock()).isEqualTo(new ClockState(T0, 0, T0));
    }

    @Test
    void logTimestampsThatGoBackCountAsTheLatest() {
        feed.message(T0, "a", T0);
        feed.message(T0 - HOUR, "a", T0 + SECOND);
        assertThat(feed.evaluator.position().clock()).isEqualTo(new ClockState(T0 + SECOND, 0, T0));
        assertThat(feed.evaluator.future()).as("measured from the latest").isZero();
    }

    /** The clock cannot know better than the log: it goes along, and then waits until the log's time has come again. */
    @Test
    void theBrokersClockStepsForwardAnHourAndBack() {
        feed.message(T0, "a", T0);
        feed.message(T0 + HOUR, "a", T0 + SECOND);
        assertThat(feed.clock()).isEqualTo(T0 + HOUR - STALL);
        assertThat(feed.rows).containsExactly("timer 2026-01-01T00:01:00.001Z 1 silence [\"a\"," + T0 + "]");

        for (int i = 2; i < 3600; i += 10) {
            feed.message(T0 + i * SECOND, "a", T0 + i * SECOND);
            feed.evaluator.tick(T0 + i * SECOND);
            assertThat(feed.evaluator.position().clock())
                    .isEqualTo(new ClockState(Math.max(T0 + HOUR - STALL, T0 + i * SECOND), 0, T0 + HOUR));
        }
        feed.message(T0 + HOUR + SECOND, "a", T0 + HOUR + SECOND);
        assertThat(feed.clock()).isEqualTo(T0 + HOUR + SECOND);
        assertThat(feed.rows).as("the living sensor rang once").hasSize(1);
        assertThat(feed.evaluator.future()).isZero();
    }

    /** Back alone: what the sensors date after the log's latest time is still within the tolerance of it, or future. */
    @Test
    void theBrokersClockStepsBackAndTheLatestLogTimeHolds() {
        feed.message(T0, "a", T0);
        for (int i = 1; i <= 10; i++) {
            feed.message(T0 - HOUR + i * SECOND, "a", T0 + i * SECOND);
        }
        assertThat(feed.clock()).as("as far as the tolerance").isEqualTo(T0 + 5 * SECOND);
        assertThat(feed.evaluator.future()).isEqualTo(5);
        feed.evaluator.tick(T0 - HOUR + 11 * SECOND);
        assertThat(feed.evaluator.position().clock()).isEqualTo(new ClockState(T0 + 5 * SECOND, 0, T0));
        assertThat(feed.rows).isEmpty();
    }

    @Test
    void aSkippedMessageKeepsThePaceToo() {
        feed.message(T0, "a", T0);
        feed.skipped(T0 + 5 * MINUTE);
        assertThat(feed.clock()).isEqualTo(T0 + 5 * MINUTE - STALL);
        assertThat(feed.rows).containsExactly("timer 2026-01-01T00:01:00.001Z 1 silence [\"a\"," + T0 + "]");
        assertThat(feed.evaluator.position().sequence()).isEqualTo(2);
    }

    @Test
    void beforeTheFirstEventThereIsNoClock() {
        feed.skipped(T0);
        feed.skipped(T0 + HOUR);
        feed.evaluator.tick(T0 + 2 * HOUR);
        feed.evaluator.correct(T0 + 2 * HOUR);
        assertThat(feed.evaluator.position().clock())
                .isEqualTo(new ClockState(ClockState.UNSET, ClockState.UNKNOWN_DELAY, T0 + HOUR));
        feed.message(T0 + HOUR, "a", Y2017);
        assertThat(feed.clock()).isEqualTo(Y2017);
    }

    @Test
    void aFileHasEventTimeAlone() {
        feed.inFile("a", Y2017);
        feed.inFile("b", T0 + DAY);
        feed.inFile("a", Y2017);
        assertThat(feed.clock()).isEqualTo(T0 + DAY);
        assertThat(feed.evaluator.future()).isZero();
        assertThat(feed.evaluator.late()).isEqualTo(1);
        feed.evaluator.tick(T0 + 2 * DAY);
        assertThat(feed.evaluator.position().clock())
                .isEqualTo(new ClockState(T0 + DAY, ClockState.UNKNOWN_DELAY, ClockState.UNSET));
    }

    @Test
    void aCorrectionMovesTheClockAndNeverBack() {
        feed.message(T0, "a", T0);
        feed.evaluator.correct(T0 + 2 * MINUTE);
        assertThat(feed.clock()).isEqualTo(T0 + 2 * MINUTE);
        assertThat(feed.rows).hasSize(1);
        feed.evaluator.correct(T0);
        assertThat(feed.clock()).isEqualTo(T0 + 2 * MINUTE);
    }

    /** Rows and their times are the same with and without ticks, wherever the ticks lie. */
    @Test
    void aTickOnlyDoesEarlyWhatTheNextMessageWouldDoFirst() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom stream = new SplittableRandom(seed);
            SplittableRandom ticks = new SplittableRandom(seed + 1000);
            try (Feed quiet = new Feed(Feed.silence(), TestSettings.minuteOfSilence());
                    Feed ticked = new Feed(Feed.silence(), TestSettings.minuteOfSilence())) {
                long log = T0;
                long ahead = 0;
                for (int i = 0; i < 300; i++) {
                    long gap = stream.nextInt(20) == 0 ? stream.nextInt(400_000) : stream.nextInt(3000);
                    for (int t = 0; t < 3; t++) {
                        ticked.evaluator.tick(log + ticks.nextLong(gap + 1));
                        ahead += Math.max(0, ticked.clock() - quiet.clock());
                    }
                    log += gap;
                    String host = "h" + stream.nextInt(5);
                    long time = log - stream.nextInt(4000) - (host.equals("h4") ? HOUR : 0);
                    quiet.message(log, host, time);
                    ticked.message(log, host, time);
                    assertThat(ticked.evaluator.position()).isEqualTo(quiet.evaluator.position());
                }
                assertThat(ticked.rows).isEqualTo(quiet.rows).hasSizeGreaterThan(10);
                assertThat(ticked.events).isEqualTo(quiet.events);
                assertThat(ahead).as("ticks did something").isPositive();
            }
        }
    }

    /** Old data, dead sensors, sensors ahead and behind, quiet spells: the two promises of the clock. */
    @Test
    void theClockNeverGoesBackAndNeverFallsFurtherBehindThanTheStall() {
        for (int seed = 0; seed < 20; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            try (Feed any = new Feed(Feed.silence(), TestSettings.minuteOfSilence())) {
                long log = T0;
                for (int i = 0; i < 500; i++) {
                    log += random.nextInt(50) == 0 ? random.nextInt(3_600_000) : random.nextInt(5000) - 500;
                    long time = log + (random.nextInt(10) == 0 ? random.nextLong(-DAY, DAY) : -random.nextInt(60_000));
                    ClockState before = any.evaluator.position().clock();
                    if (random.nextInt(10) == 0) {
                        any.skipped(log);
                    } else {
                        any.message(log, "h" + random.nextInt(5), time);
                    }
                    ClockState after = any.evaluator.position().clock();
                    assertThat(after.clock()).isGreaterThanOrEqualTo(before.clock());
                    assertThat(after.logTime()).isEqualTo(Math.max(before.logTime(), log));
                    assertThat(after.delay()).isBetween(0L, before.delay());
                    if (before.delay() != ClockState.UNKNOWN_DELAY) {
                        assertThat(after.clock()).isGreaterThanOrEqualTo(after.logTime() - before.delay() - STALL);
                    }
                }
            }
        }
    }

    @Test
    void theClockGoesOnFromACheckpoint() {
        Checkpoint at = new Checkpoint(7, new ClockState(T0 + 123, 2 * SECOND, T0 + 5 * SECOND));
        try (Feed later = new Feed(Feed.silence(), TestSettings.minuteOfSilence(), at)) {
            assertThat(later.evaluator.position()).isEqualTo(at);
            later.skipped(T0 + MINUTE);
            assertThat(later.clock()).isEqualTo(T0 + MINUTE - 2 * SECOND - STALL);
        }
    }

    @Test
    void resumingTakesOverWhatTheLogNoLongerTells() {
        feed.message(T0, "a", T0);
        Checkpoint at = new Checkpoint(40, new ClockState(T0 + 2 * MINUTE, 0, T0 + 2 * MINUTE));
        feed.evaluator.resume(at);
        assertThat(feed.evaluator.position()).isEqualTo(at);
        assertThat(feed.rows).hasSize(1);
    }

    @Test
    void ttlComesFromTheServiceElseTheContextElseTheDefault() {
        Settings settings = TestSettings.with(
                Settings.defaults(),
                new Settings.Ttl(
                        java.time.Duration.ofMinutes(5),
                        java.util.Map.of("p", java.time.Duration.ofMillis(1500)),
                        java.util.Map.of("plant", java.time.Duration.ofSeconds(7))));
        EvaluatorSettings s = EvaluatorSettings.of(settings, 0);
        assertThat(s.ttl("p", "plant")).isEqualTo(1.5);
        assertThat(s.ttl("q", "plant")).isEqualTo(7);
        assertThat(s.ttl("q", "other")).isEqualTo(300);
        assertThat(s.ttl("q", null)).isEqualTo(300);
    }
}
