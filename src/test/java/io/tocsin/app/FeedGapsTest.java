package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.FeedGap;
import io.tocsin.model.Message;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.JournalEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Times of the log are 100 ms later than the clock. */
class FeedGapsTest {
    private static final Settings.Feed SETTINGS =
            new Settings.Feed(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3));

    private final List<String> told = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final Router router = new Router(List.of(), this::tell);
    private final FeedGaps gaps = new FeedGaps(SETTINGS, router, journal::add);

    private void tell(Alert a) {
        told.add(a.time() + " " + a.sequence() + " " + a.state().word() + " " + a.rule() + " " + a.values());
    }

    private static Checkpoint at(long sequence, long clock) {
        return new Checkpoint(sequence, new ClockState(clock, 100, clock + 100));
    }

    /** A place that ticks have moved on from a message that the log stored at 1100. */
    private static Checkpoint ticked(long clock) {
        return new Checkpoint(1, new ClockState(clock, 100, 1100));
    }

    @Test
    void aLogIsQuietFromExactlyThePeriodOn() {
        gaps.before(3099, at(1, 1000));
        assertThat(told).isEmpty();
        gaps.before(3100, ticked(1500));
        assertThat(told).containsExactly("1500 1 firing tocsin.feed-quiet {lastTime=1100}");
        assertThat(journal).containsExactly(new JournalEntry.Gap(1, 1500, FeedGap.ANY, FeedGap.Cause.QUIET));
        gaps.before(9000, ticked(2000));
        gaps.down(9000, ticked(2000));
        assertThat(journal).as("one gap at a time").hasSize(1);
        gaps.behind(at(2, 9000));
        assertThat(told).last().isEqualTo("9000 2 resolved tocsin.feed-quiet {lastTime=1100}");
        gaps.behind(at(3, 9001));
        assertThat(told).hasSize(2);
    }

    @Test
    void onlyAMessageThatWasStoredAfterTheBreakEndsIt() {
        gaps.down(5000, ticked(1200));
        assertThat(told).containsExactly("1200 1 firing tocsin.feed-down {lastTime=1100}");
        assertThat(journal).containsExactly(new JournalEntry.Gap(1, 1200, 5000, FeedGap.Cause.DOWN));
        gaps.behind(at(2, 4899));
        assertThat(router.feedGap()).isEqualTo(FeedGap.open(2, 1200, 5000));
        gaps.before(50_000, at(2, 4899));
        gaps.behind(at(3, 4900));
        assertThat(router.feedGap()).isNull();
        assertThat(told)
                .containsExactly(
                        "1200 1 firing tocsin.feed-down {lastTime=1100}",
                        "4900 3 resolved tocsin.feed-down {lastTime=1100}");
        assertThat(journal).hasSize(1);
    }

    @Test
    void withoutAClockOrTimestampsThereIsNoGap() {
        Checkpoint start = new Checkpoint(0, ClockState.START);
        gaps.down(5000, start);
        gaps.before(5000, start);
        Checkpoint skippedOnly = new Checkpoint(1, new ClockState(ClockState.UNSET, ClockState.UNKNOWN_DELAY, 100));
        gaps.before(500_000, skippedOnly);
        Checkpoint file = new Checkpoint(1, new ClockState(1000, ClockState.UNKNOWN_DELAY, ClockState.UNSET));
        gaps.before(Message.NO_TIMESTAMP, file);
        assertThat(journal).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aGapOfALogThatWasBegunAnewWaitsForTheClock() {
        router.restore(FeedGap.open(0, 99_000, FeedGap.ANY), List.of());
        gaps.behind(new Checkpoint(1, new ClockState(ClockState.UNSET, ClockState.UNKNOWN_DELAY, 100)));
        assertThat(router.feedGap()).isNotNull();
        gaps.behind(at(2, 50));
        assertThat(router.feedGap()).isNull();
    }
}
