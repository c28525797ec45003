package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterJsonTest {
    private static final long TIME = 1_506_784_217_765L;

    private static String roundTrip(DeadLetter letter) {
        String json = DeadLetterJson.write(letter);
        assertThat(DeadLetterJson.read(json)).isEqualTo(letter);
        return json;
    }

    @Test
    void textStandsUnderData() {
        assertThat(roundTrip(new DeadLetter(7, TIME, SkipReason.NOT_JSON, 6, "{\"a\"\u00e9", true, false)))
                .isEqualTo("{\"sequence\":7,\"timestamp\":\"2017-09-30T15:10:17.765Z\",\"reason\":\"not JSON\","
                        + "\"size\":6,\"data\":\"{\\\"a\\\"\u00e9\"}");
    }

    @Test
    void otherBytesStandUnderBase64AndWhatIsCutSaysSo() {
        assertThat(roundTrip(new DeadLetter(7, Message.NO_TIMESTAMP, SkipReason.TOO_LARGE, 9, "/8Ev", false, true)))
                .isEqualTo("{\"sequence\":7,\"timestamp\":null,\"reason\":\"too large\",\"size\":9,"
                        + "\"base64\":\"/8Ev\",\"cut\":true}");
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonIsReadBack(SkipReason reason) {
        roundTrip(new DeadLetter(1, TIME, reason, 0, "", true, false));
    }

    @Test
    void whatIsNoLetterIsRefused() {
        assertThatThrownBy(() -> DeadLetterJson.read("{\"sequence\":7,\"reason\":\"mood\",\"size\":1,\"data\":\"\"}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no reason is named 'mood'");
        assertThatThrownBy(() -> DeadLetterJson.read("[]")).isInstanceOf(IllegalArgumentException.class);
    }
}
