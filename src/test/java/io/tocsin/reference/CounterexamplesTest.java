package io.tocsin.reference;

import static io.tocsin.reference.Mutants.CLOCK;
import static io.tocsin.reference.Mutants.EVALUATOR;
import static io.tocsin.reference.Mutants.LEAD;
import static io.tocsin.reference.Mutants.NEAREST;
import static io.tocsin.reference.Mutants.PACE;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the clock is there for a stream: the test of that stream fails where the rule is left out. */
class CounterexamplesTest {
    private static final String TESTS = "io.tocsin.pipeline.evaluate.ClockTest";

    /** A test of the clock, and a change of the clock that it does not let pass. */
    private record Counterexample(String test, String without, List<Edit> edits) {
        static Counterexample of(String test, String without, String... change) {
            return new Counterexample(
                    test, without, Mutant.engine(without, "", change).edits());
        }

        @Override
        public String toString() {
            return test + " fails: " + without;
        }
    }

    private static List<Counterexample> counterexamples() {
        return List.of(
                Counterexample.of(
                        "oldDataInALiveLogRunsInItsOwnTimeAlsoWhenTheLogIsQuiet",
                        "D left out",
                        CLOCK,
                        PACE,
                        "clock = Math.max(clock, time - stall);"),
                Counterexample.of("theOnlyLivingSensorIsAnHourSlowAndSilenceStillRings", "no rule 1", CLOCK, PACE, ""),
                Counterexample.of(
                        "aSensorThatAdvancesByAMillisecondDoesNotHoldTheClock",
                        "rule 1 rests while the clock moves",
                        CLOCK,
                        LEAD,
                        LEAD + "\n        delay = Math.max(delay, logTime - clock);"),
                Counterexample.of(
                        "ofABatchAMinuteOnlyWhatIsOlderThanTheStallIsLate",
                        "the stall left out",
                        CLOCK,
                        PACE,
                        "clock = Math.max(clock, time - delay);"),
                Counterexample.of(
                        "theDelayIsTheNearestEver",
                        "D is the last distance",
                        CLOCK,
                        NEAREST,
                        "delay = Math.max(0, logTime - clock);"),
                Counterexample.of(
                        "anEventOf1970BeforeOneOf2026IsOneLeap",
                        "every step is walked",
                        EVALUATOR,
                        "to - e.clock() > settings.leap()",
                        "to < 0"),
                Counterexample.of(
                        "anEventDatedAfterTheLogIsEvaluatedAtTheLogsTimeAndKeepsItsOwn",
                        "the future is believed",
                        CLOCK,
                        LEAD,
                        "clock = Math.max(clock, time);"),
                Counterexample.of(
                        "aLateEventMovesNothingAndKeepsItsOwnTime",
                        "late events set the clock",
                        CLOCK,
                        LEAD,
                        "clock = isFuture(time) ? logTime : time;"),
                Counterexample.of(
                        "theBrokersClockStepsForwardAnHourAndBack",
                        "the log's time goes back",
                        CLOCK,
                        "logTime = Math.max(logTime, timestamp);",
                        "logTime = timestamp;"),
                Counterexample.of(
                        "theBrokersClockStepsBackAndTheLatestLogTimeHolds",
                        "the log's time goes back",
                        CLOCK,
                        "logTime = Math.max(logTime, timestamp);",
                        "logTime = timestamp;"),
                Counterexample.of(
                        "aTickOnlyDoesEarlyWhatTheNextMessageWouldDoFirst",
                        "a tick goes to the broker's time",
                        CLOCK,
                        "        pace(brokerTime);",
                        "        pace(brokerTime + stall);"));
    }

    @ParameterizedTest
    @MethodSource("counterexamples")
    void theTestFailsWithoutTheRule(Counterexample c, @TempDir Path folder) throws Exception {
        assertThatCode(() -> run(c.test(), new MutatedClasses(List.of(), folder)))
                .doesNotThrowAnyException();
        MutatedClasses mutated = new MutatedClasses(c.edits(), folder);
        assertThatThrownBy(() -> run(c.test(), mutated))
                .isInstanceOf(InvocationTargetException.class)
                .hasCauseInstanceOf(AssertionError.class);
    }

    private static void run(String test, MutatedClasses classes) throws Exception {
        classes.within(() -> {
            Object tests = classes.make(TESTS);
            try {
                return method(tests, test).invoke(tests);
            } finally {
                method(tests, "close").invoke(tests);
            }
        });
    }

    private static Method method(Object tests, String name) throws NoSuchMethodException {
        Method method = tests.getClass().getDeclaredMethod(name);
        method.setAccessible(true);
        return method;
    }
}
