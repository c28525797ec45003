package io.tocsin.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Readings;
import io.tocsin.model.SkipReason;
import io.tocsin.model.SkippedItem;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.decode.Decoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplesTest {
    private static final Path SAMPLES = Path.of("samples");

    static List<Industry> industries() {
        return Industry.ALL;
    }

    private static Path file(Industry industry) {
        return SAMPLES.resolve(industry.file() + ".ndjson");
    }

    @ParameterizedTest
    @MethodSource("industries")
    void theFilesAreWhatTheGeneratorMakes(Industry industry) throws Exception {
        assertThat(Files.readString(file(industry)))
                .as("samples/README.md says how to make %s again", file(industry))
                .isEqualTo(SampleGenerator.generate(industry));
    }

    @ParameterizedTest
    @MethodSource("industries")
    void aSampleHasLateAndDamagedLinesAndNothingElseOdd(Industry industry) throws Exception {
        Counters counters = new Counters();
        Decoder decoder = new Decoder(Settings.defaults().decode(), counters);
        long[] latest = {0};
        long[] late = {0};
        try (FileLog log = FileLog.of(file(industry), 1 << 20)) {
            log.read(1, MessageLog.FOLLOW, message -> {
                counters.messageReceived();
                Readings readings = decoder.decode(message.data());
                if (readings == null) {
                    return;
                }
                assertThat(readings.context()).isEqualTo(industry.context());
                assertThat(readings.time())
                        .isBetween(
                                Instant.parse("2017-09-30T14:00:00Z").toEpochMilli(),
                                Instant.parse("2017-09-30T16:00:00Z").toEpochMilli());
                assertThat(readings.time()).isGreaterThan(latest[0] - 40_000);
                late[0] += readings.time() < latest[0] ? 1 : 0;
                latest[0] = Math.max(latest[0], readings.time());
            });
        }
        assertThat(counters.received()).isBetween(600L, 1000L);
        assertThat(late[0]).isGreaterThan(10);
        assertThat(counters.skipped(SkipReason.NOT_JSON)).isEqualTo(3);
        assertThat(counters.skipped(SkipReason.TIMESTAMP)).isEqualTo(1);
        assertThat(counters.skipped(SkipReason.NAN_LITERAL)).isEqualTo(1);
        assertThat(counters.decoded()).isEqualTo(counters.received() - 5);
        assertThat(counters.skippedItem(SkippedItem.NULL)).isEqualTo(1);
        assertThat(counters.skippedItem(SkippedItem.STRING)).isEqualTo(1);
        assertThat(counters.items()).isEqualTo(counters.events() + 2);
    }
}
