package io.tocsin.pipeline.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.config.Size;
import io.tocsin.model.Readings;
import io.tocsin.model.SkipReason;
import io.tocsin.observe.Counters;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** What is large takes time in proportion to its size, and what is damaged never throws. */
@Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD) // ten times what is needed; quadratic needs minutes
class DecoderLoadTest {
    private static final int MILLION = 1_000_000;
    private static final String HEAD = "{\"_id\":\"h\",\"timestamp\":\"2017-09-30T15:10:17.765Z\",\"items\":{";
    private static final String GOOD = HEAD.replace("{\"_id", "{\"loc\":[45.1,-50.7],\"context\":\"c\",\"_id")
            + "\"Pressure\":88.2,\"Temp\u00e9rature\":-1.5e2,\"X\":null,\"Y\":[{\"a\":\"\\u00e9\"}],\"Pressure\":4}}";

    private final Counters counters = new Counters();
    private final Decoder decoder =
            new Decoder(new Settings.Decode(new Size(64L << 20), 1000, MILLION, MILLION, Map.of(), null), counters);

    private @Nullable Readings decode(String text) {
        return decoder.decode(text.getBytes(StandardCharsets.UTF_8));
    }

    private Readings taken(String text) {
        return Objects.requireNonNull(decode(text), "a message was skipped");
    }

    private double value(String number) {
        Readings readings = taken(HEAD + "\"P\":" + number + "}}");
        assertThat(readings.size()).isEqualTo(1);
        return readings.values()[0];
    }

    @Test
    void numbersOfAMillionDigitsAreRoundedCorrectly() {
        assertThat(value("0." + "3".repeat(MILLION))).isEqualTo(1.0 / 3);
        assertThat(value("1" + "0".repeat(MILLION) + "e-" + MILLION)).isEqualTo(1);
        assertThat(value("0." + "0".repeat(MILLION) + "7e" + MILLION)).isEqualTo(0.7);
        assertThat(value("9007199254740993." + "0".repeat(MILLION))).isEqualTo(9007199254740992.0);
        assertThat(value("9007199254740993." + "0".repeat(MILLION) + "1")).isEqualTo(9007199254740994.0);
        assertThat(decode(HEAD + "\"P\":" + "9".repeat(MILLION) + "}}")).isNotNull();
        assertThat(counters.events()).isEqualTo(5);
    }

    @Test
    void numbersAreRoundedAsExactArithmeticRoundsThem() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double near = Double.longBitsToDouble(random.nextLong());
            if (!Double.isFinite(near)) {
                continue;
            }
            BigDecimal middle = new BigDecimal(near).add(new BigDecimal(Math.ulp(near)).divide(BigDecimal.valueOf(2)));
            String number = (i % 2 == 0 ? middle : new BigDecimal(near)).toString();
            number = i % 3 == 0 && !number.contains("E") && number.contains(".") ? number + "1" : number;
            if (Double.isFinite(Double.parseDouble(number))) {
                assertThat(value(number)).as(number).isEqualTo(new BigDecimal(number).doubleValue());
            }
        }
    }

    @Test
    void manyItemsAndLongNamesAreTaken() {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < 300_000; i++) {
            text.append("\"s").append(i % 200_000).append("\":").append(i).append(',');
        }
        Readings readings = taken(text.append("\"last\":0}}").toString());
        assertThat(readings.size()).isEqualTo(200_001);
        assertThat(readings.values()[7]).isEqualTo(200_007);

        readings = taken(HEAD + "\"" + "n".repeat(MILLION) + "\":1}}");
        assertThat(readings.services()[0]).hasSize(MILLION);
        readings = taken(HEAD + "\"x\":\"" + "\\u00e9".repeat(MILLION) + "\"}}");
        assertThat(readings.size()).isZero();
        assertThat(decode("[".repeat(MILLION))).isNull();
        assertThat(decode("\"" + "\\".repeat(MILLION))).isNull();
        assertThat(decode(" ".repeat(MILLION))).isNull();
        assertThat(decode(HEAD + "\"P\":1}}")).isNotNull();
    }

    @Test
    void namesOfOneHashAreTaken() {
        StringBuilder text = new StringBuilder(HEAD);
        for (int i = 0; i < 1 << 15; i++) {
            text.append('"');
            for (int bit = 0; bit < 15; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\":1,");
        }
        Readings readings = taken(text.append("\"last\":0}}").toString());
        assertThat(readings.size()).isEqualTo((1 << 15) + 1);
    }

    @Test
    void noDamageThrowsAndEveryMessageIsCountedOnce() {
        Decoder small = new Decoder(
                new Settings.Decode(
                        new Size(1024), 8, 10, 20, Map.of("Pressure", new Settings.Bounds(5.0, null)), null),
                counters);
        Random random = new Random(20170930);
        byte[] good = GOOD.getBytes(StandardCharsets.UTF_8);
        int given = 0;
        long events = 0;
        int inputs = 200_000;
        for (int i = 0; i < inputs; i++) {
            byte[] data = good;
            for (int n = random.nextInt(4); n >= 0; n--) {
                data = Mutations.mutate(data, random);
            }
            Readings readings = small.decode(data);
            if (readings != null) {
                given++;
                events += readings.size();
                assertThat(readings.services()).hasSameSizeAs(readings.values());
            }
        }
        assertThat(counters.decoded()).isEqualTo(given).isBetween(inputs / 50L, inputs / 2L);
        assertThat(counters.events()).isEqualTo(events);
        long skipped = 0;
        for (SkipReason reason : SkipReason.values()) {
            skipped += counters.skipped(reason);
            assertThat(counters.skipped(reason)).as(reason.label()).isPositive();
        }
        assertThat(skipped).isEqualTo(inputs - given);
    }
}
