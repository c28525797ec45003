package io.tocsin.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.espertech.esper.runtime.client.EPRuntimeProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The comparisons with the plain evaluation are sharp: each wrong engine and each wrong rule differs in the named one. */
class MutantsTest {
    static Stream<Mutant> mutants() {
        return Stream.of(Mutants.ofClock(), Mutants.ofTimers(), Mutants.ofRouting(), Mutants.ofRules())
                .flatMap(List::stream);
    }

    @BeforeEach
    void noEngineIsOpenWhoseNameAMutantWouldTake() {
        assertThat(EPRuntimeProvider.getRuntimeURIs()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isCaught(Mutant mutant, @TempDir Path folder) throws Exception {
        assertThat(differing(mutant.rules(), mutant.edits(), List.of(mutant.caughtBy()), folder))
                .containsExactly(mutant.caughtBy());
    }

    /** So it is the mutation that is caught, and neither compiling nor loading. */
    @Test
    void theSameSourcesUnchangedPass(@TempDir Path folder) throws Exception {
        List<Edit> unchanged = mutants()
                .flatMap(m -> m.edits().stream())
                .map(e -> new Edit(e.file(), e.text(), e.text()))
                .toList();

        assertThat(differing(ReferenceRules.TEXT, unchanged, Comparison.ALL, folder))
                .isEmpty();
    }

    @SuppressWarnings("unchecked")
    private static List<String> differing(String rules, List<Edit> edits, List<String> comparisons, Path folder)
            throws Exception {
        MutatedClasses classes = new MutatedClasses(edits, folder);
        return classes.within(
                () -> ((BiFunction<String, List<String>, List<String>>) classes.make(Verdict.class.getName()))
                        .apply(rules, comparisons));
    }
}
