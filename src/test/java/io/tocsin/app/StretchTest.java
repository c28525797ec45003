package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import io.tocsin.pipeline.consume.file.FileLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StretchTest {
    private static final long NOW = 100_000;

    /** Messages 11 to 30, stored at 11 s to 30 s; message 20 shares the time of 19. */
    private static final class Clockwork implements MessageLog {
        static final long FIRST = 11;
        static final long LAST = 30;

        @Override
        public String describe() {
            return "clockwork";
        }

        @Override
        public Bounds bounds() {
            return new Bounds(FIRST, LAST);
        }

        @Override
        public void read(long from, long to, Receiver receiver) throws LogException, InterruptedException {
            for (long s = Math.max(from, FIRST); s <= Math.min(to, LAST); s++) {
                receiver.message(new Message(s, (s == 20 ? 19 : s) * 1000, new byte[0]));
            }
        }

        @Override
        public void close() {}
    }

    private static Stretch of(String from, String to) throws Exception {
        return Stretch.ofLog(
                new Clockwork(),
                from == null ? null : ReplayBound.parse(from),
                to == null ? null : ReplayBound.parse(to),
                NOW);
    }

    @ParameterizedTest
    @CsvSource({
        ",,11,30",
        "15,17,15,17",
        "15,99,15,30",
        "1970-01-01T00:00:15Z,1970-01-01T00:00:17Z,15,17",
        "1970-01-01T00:00:15.001Z,1970-01-01T00:00:17.999Z,16,17",
        "1970-01-01T00:00:19Z,1970-01-01T00:00:19Z,19,20",
        "1970-01-01T01:00:15+01:00,,15,30",
        "1970-01-01T00:00:00Z,2000-01-01T00:00:00Z,11,30",
        "2000-01-01T00:00:00Z,,31,30",
        "-85s,-80s,15,20",
        "-1 h,,11,30"
    })
    void aLogIsCutBySequenceTimeOrDistanceBothEndsInclusive(String from, String to, long first, long last)
            throws Exception {
        assertThat(of(from, to)).isEqualTo(new Stretch(first, last));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none,none,1,9223372036854775807",
                "2,3,2,3",
                "1970-01-01T00:00:20Z,none,2,9223372036854775807",
                "none,1970-01-01T00:00:30Z,1,5",
                "-10s,none,4,9223372036854775807",
                "-10s,-1ms,4,5"
            })
    void aFileIsCutByTheTimesOfItsMessagesWhichLateAndBrokenLinesDoNotTurnBack(
            String from, String to, long first, long last, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("f.ndjson");
        Files.writeString(file, line(10) + line(20) + "broken\n" + line(30) + line(15) + line(40));
        try (FileLog log = FileLog.of(file, 1 << 20)) {
            assertThat(Stretch.ofFile(
                            log,
                            Settings.defaults().decode(),
                            from == null ? null : ReplayBound.parse(from),
                            to == null ? null : ReplayBound.parse(to)))
                    .isEqualTo(new Stretch(first, last));
        }
    }

    private static String line(int second) throws IOException {
        return "{\"_id\":\"a\",\"timestamp\":\"1970-01-01T00:00:" + second + "Z\",\"items\":{\"s\":1}}\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-6", "-6 parsec", "yesterday", "2017-09-30", "", "99999999999999999999"})
    void whatIsNoBoundIsRefused(String text) {
        assertThatThrownBy(() -> ReplayBound.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("is ");
    }

    @Test
    void aPaceHoldsBackByTheFactorAndLetsGoWhenStopped() throws Exception {
        Pace fast = new Pace(1000);
        fast.await(0);
        long start = System.nanoTime();
        fast.await(50_000);
        assertThat(System.nanoTime() - start).isGreaterThan(40_000_000);
        Pace slow = new Pace(1);
        slow.await(0);
        slow.stop();
        slow.await(Long.MAX_VALUE / 2);
    }
}
