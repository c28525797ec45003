package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.model.ChannelName;
import io.tocsin.model.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelTemplateTest {
    @Test
    void aPlainChannelStaysAsItIs() {
        ChannelTemplate plain = ChannelTemplate.parse("plant.Alarme-Öl%20");

        assertThat(plain.isPlain()).isTrue();
        assertThat(plain.channel(Severity.INFO, "any rule")).isEqualTo("plant.Alarme-Öl%20");
        assertThat(plain.canBe("plant.Alarme-Öl%20")).isTrue();
        assertThat(plain.canBe("plant.Alarme-Öl%20x")).isFalse();
    }

    @Test
    void severityAndRuleAreFilledInAsOneWordEach() {
        ChannelTemplate template = ChannelTemplate.parse("alerts.{severity}.{rule}");

        assertThat(template.channel(Severity.CRITICAL, "oil-high-pressure"))
                .isEqualTo("alerts.critical.oil-high-pressure");
        assertThat(template.channel(Severity.INFO, "a.b > {severity}"))
                .isEqualTo("alerts.info.a%2Eb%20%3E%20%7Bseverity%7D");
        assertThat(ChannelName.problem(template.channel(Severity.CRITICAL, "*".repeat(128))))
                .isEmpty();
        assertThat(ChannelTemplate.parse("{rule}-{severity}").channel(Severity.WARNING, "r"))
                .isEqualTo("r-warning");
    }

    @Test
    void itKnowsWhatItCanBecome() {
        ChannelTemplate template = ChannelTemplate.parse("{severity}.x{rule}");

        assertThat(template.canBe("warning.xyz")).isTrue();
        assertThat(template.canBe("warnin.xyz")).isFalse();
        assertThat(template.canBe("warning.x")).isFalse();
        assertThat(template.canBe("warning.xy.z")).isFalse();
        assertThat(ChannelTemplate.parse("{rule}").canBe("sensors")).isTrue();
        assertThat(ChannelTemplate.parse("{severity}").canBe("sensors")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{severity}..{rule}", "a.{rule}.", "a b.{rule}", "alerts.>", "{rule}/x", ""})
    void theRestMustBeAChannelName(String text) {
        assertThatThrownBy(() -> ChannelTemplate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("is not a channel name: ");
    }
}
