package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When people are told at start that the log keeps less than the horizon. */
class RetentionTest {
    /** A message a minute. */
    private record Minutes(long first, long last, long limit) implements MessageLog {
        @Override
        public String describe() {
            return "minutes";
        }

        @Override
        public Bounds bounds() {
            return new Bounds(first, last);
        }

        @Override
        public Optional<Duration> maxAge() {
            return limit == 0 ? Optional.empty() : Optional.of(Duration.ofMinutes(limit));
        }

        @Override
        public void read(long from, long to, Receiver receiver) throws InterruptedException {
            for (long s = Math.max(from, first); s <= Math.min(to, last); s++) {
                receiver.message(new Message(s, s * 60_000, new byte[0]));
            }
        }

        @Override
        public void close() {}
    }

    private static Optional<String> shortfall(long first, long last, long limit) throws Exception {
        return Retention.shortfall(
                new Minutes(first, last, limit), Duration.ofMinutes(60).toMillis());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0", // empty
        "7, 6, 0", // empty again
        "1, 10, 0", // short, but whole
        "1, 10, 60",
        "41, 101, 0",
        "41, 101, 60",
    })
    void enough(long first, long last, long limit) throws Exception {
        assertThat(shortfall(first, last, limit)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1  | 0   | 59 | the server keeps messages of the channel for 59 min only (max_age)",
                "42 | 101 | 0  | the channel holds messages 42 to 101, 59 min, and has dropped what came before",
                "42 | 101 | 90 | the channel holds messages 42 to 101, 59 min, and has dropped what came before",
            })
    void tooLittle(long first, long last, long limit, String words) throws Exception {
        assertThat(shortfall(first, last, limit))
                .contains(words
                        + ", but windows are rebuilt from 1 h: after a restart they may lack what is missing; raise"
                        + " the channel's limits");
    }
}
