package io.tocsin.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"sensors", "plant.1.sensors", "a-b_c", "größe"})
    void ordinaryNamesAreFine(String name) {
        assertThat(ChannelName.problem(name)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"\", is empty",
                "a.*, has the wildcard '*'",
                "a*b, has the wildcard '*'",
                "a.>, has the wildcard '>'",
                "a b, has white space or a control character",
                "\"a\u0000b\", has white space or a control character",
                ".a, has an empty part between its dots",
                "a., has an empty part between its dots",
                "a..b, has an empty part between its dots",
                "a/b, has a '/'"
            })
    void othersAreExplained(String name, String problem) {
        assertThat(ChannelName.problem(name)).contains(problem);
    }

    @Test
    void aNameHasALimit() {
        assertThat(ChannelName.problem("x".repeat(256))).contains("has 256 characters, the most is 255");
    }
}
