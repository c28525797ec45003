package io.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each seed holds what simple readings of the rules get wrong; a comparison over less would prove less. */
class StreamsTest {
    static List<Stream> files() {
        return Runs.files();
    }

    static List<Stream> logs() {
        return Runs.logs();
    }

    @ParameterizedTest
    @MethodSource("files")
    void aFileHoldsEveryEdge(Stream stream) {
        Coverage coverage = Coverage.of(stream.timeline());
        holdsEveryEdge(coverage);
        assertThat(stream.timeline().moves)
                .as("a step of exactly a leap")
                .anyMatch(m -> m.to() - m.from() == Timeline.LEAP);
        assertThat(coverage.future() + coverage.stalled()).as("needs a log").isZero();
    }

    @ParameterizedTest
    @MethodSource("logs")
    void aLogHoldsEveryEdge(Stream stream) {
        Coverage coverage = Coverage.of(stream.timeline());
        holdsEveryEdge(coverage);
        assertThat(coverage.future()).as("events of the future").isGreaterThan(3);
        assertThat(coverage.stalled()).as("steps at the log's pace").isGreaterThan(100);
    }

    private static void holdsEveryEdge(Coverage coverage) {
        assertThat(coverage.onTheEdge()).as("exactly one window after").isGreaterThan(20);
        assertThat(coverage.sameMillisecond()).as("in the same ms").isGreaterThan(100);
        assertThat(coverage.late()).as("late").isGreaterThan(50);
        assertThat(coverage.gaps()).as("gaps over a window").isGreaterThan(1);
        assertThat(coverage.silentSpans()).as("silent while others report").isGreaterThan(100);
        assertThat(coverage.years()).as("leaps over a year").isEqualTo(1);
    }
}
