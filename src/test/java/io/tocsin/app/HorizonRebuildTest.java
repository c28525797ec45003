package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.pipeline.evaluate.Forms;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The horizon that is read from a rule is enough to have its rows again, and of a time no more than it takes. */
class HorizonRebuildTest {
    private static final Settings SETTINGS = Forms.settings();
    private static final int PLACES = 8;

    private static int differences(RuleSet rules, long seed, long horizon) throws Exception {
        Rebuilding run =
                new Rebuilding(rules, SETTINGS, Plants.log(seed), PLACES, new SplittableRandom(seed + 3000), horizon);
        assertThat(run.told()).as("rows").isNotEmpty();
        return run.differences(mark -> mark);
    }

    private static RuleSet compile(Forms.Form form) throws Exception {
        return new RuleCompiler(SETTINGS)
                .compile(List.of(new RuleFile("r.epl", form.rules())), UnaryOperator.identity());
    }

    static List<Forms.Form> forms() {
        return Forms.all();
    }

    static List<Forms.Form> tight() {
        return Forms.all().stream().filter(Forms.Form::tight).toList();
    }

    @ParameterizedTest
    @MethodSource("forms")
    void theHorizonIsEnough(Forms.Form form) throws Exception {
        RuleSet rules = compile(form);
        for (long seed = 1; seed <= 2; seed++) {
            assertThat(differences(rules, seed, rules.horizon(SETTINGS)))
                    .as("places at which an engine built again goes wrong, seed %d", seed)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("tight")
    void halfOfATimeIsNot(Forms.Form form) throws Exception {
        RuleSet rules = compile(form);
        int differences = 0;
        for (long seed = 1; seed <= 8 && differences == 0; seed++) {
            differences += differences(rules, seed, rules.horizon(SETTINGS) / 2);
        }
        assertThat(differences)
                .as("places at which an engine built from half goes wrong")
                .isPositive();
    }
}
