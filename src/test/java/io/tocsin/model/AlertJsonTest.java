package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertJsonTest {
    private static final long TIME = 1_506_784_217_765L;

    private static Alert alert(AlertState state, @Nullable String host, Map<String, @Nullable Object> values) {
        return new Alert(
                "0123",
                "4567",
                "oil-high-pressure",
                state,
                Severity.CRITICAL,
                host,
                "Pressure",
                TIME,
                TIME - 765,
                3,
                4711,
                "Pressure 93.1 bar",
                values);
    }

    @Test
    void fieldsComeInTheOrderAndFormOfTheContract() {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("host", "594d");
        values.put("metric", 93.1);
        values.put("time", TIME);
        values.put("previous", null);
        values.put("ratio", Double.POSITIVE_INFINITY);
        assertThat(AlertJson.write(alert(AlertState.FIRING, "594d", values)))
                .isEqualTo("{\"id\":\"0123\",\"alert\":\"4567\",\"rule\":\"oil-high-pressure\",\"state\":\"firing\","
                        + "\"severity\":\"critical\",\"host\":\"594d\",\"service\":\"Pressure\","
                        + "\"time\":\"2017-09-30T15:10:17.765Z\",\"startedAt\":\"2017-09-30T15:10:17.000Z\","
                        + "\"count\":3,\"sequence\":4711,\"summary\":\"Pressure 93.1 bar\","
                        + "\"values\":{\"host\":\"594d\",\"metric\":93.1,\"time\":1506784217765,\"previous\":null,"
                        + "\"ratio\":null}}");
    }

    @Test
    void aHostThatIsNotSelectedIsNull() {
        assertThat(AlertJson.write(alert(AlertState.FIRING, null, Map.of()))).contains("\"host\":null");
    }

    @ParameterizedTest
    @EnumSource(AlertState.class)
    void whatIsWrittenIsReadBack(AlertState state) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("\uD800", "lone \uDC00\u0000");
        values.put("metric", 0.1 + 0.2);
        values.put("whole", 3.0);
        values.put("long", Long.MIN_VALUE);
        values.put("flag", true);
        values.put("nothing", null);
        values.put("list", Arrays.asList(1L, null, "x"));
        values.put("map", Map.of("k", List.of(2.5)));
        Alert alert = alert(state, "\uD83D\uDD25", values);
        assertThat(AlertJson.read(AlertJson.write(alert))).isEqualTo(alert);
    }

    @Test
    void somethingElseIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> AlertJson.read("[]"));
    }
}
