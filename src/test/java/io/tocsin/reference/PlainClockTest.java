package io.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Message by message and tick by tick the clock stands where its three rules, read word by word, put it. */
class PlainClockTest {
    static List<Stream> streams() {
        return Runs.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theClockStandsWhereItsRulesPutIt(Stream stream) {
        assertThat(Comparison.CLOCK).allSatisfy(name -> {
            Comparison c = Comparison.of(name, stream.timeline(), Runs.of(stream));
            assertThat(c.plain()).isNotEmpty();
            assertThat(c.firstDifference()).isEmpty();
        });
    }
}
