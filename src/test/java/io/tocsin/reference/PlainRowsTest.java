package io.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of each rule the engine gives the rows that a plain reading gives, at the same ms, with the same last message. */
class PlainRowsTest {
    static List<Stream> streams() {
        return Runs.all();
    }

    @ParameterizedTest
    @MethodSource("streams")
    void rowsAreThoseOfAPlainReading(Stream stream) {
        assertThat(Comparison.RULES).allSatisfy(name -> {
            Comparison c = Comparison.of(name, stream.timeline(), Runs.of(stream));
            assertThat(c.plain()).isNotEmpty();
            assertThat(c.firstDifference()).isEmpty();
        });
    }
}
