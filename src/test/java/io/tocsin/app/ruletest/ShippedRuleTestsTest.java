package io.tocsin.app.ruletest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tocsin.config.Settings;
import io.tocsin.config.SettingsLoader;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tests that are shipped with the rules and with the recipes. */
class ShippedRuleTestsTest {
    @TestFactory
    Stream<DynamicTest> rulesShipped() throws Exception {
        return testsOf("epl");
    }

    @TestFactory
    Stream<DynamicTest> recipes() throws Exception {
        return testsOf("cookbook");
    }

    @Test
    void everyRecipeHasTests() throws Exception {
        RuleFolder folder = new RuleFolder(Path.of("cookbook"));
        assertThat(folder.tests().stream().map(RuleFile::path))
                .containsExactlyElementsOf(folder.read().stream()
                        .map(file -> file.path().replace(RuleFolder.RULE_ENDING, RuleFolder.TEST_ENDING))
                        .toList());
    }

    private static Stream<DynamicTest> testsOf(String name) throws Exception {
        Settings settings = SettingsLoader.load(Path.of("config/tocsin.yaml"), variable -> null);
        RuleFolder folder = new RuleFolder(Path.of(name));
        RuleTests tests = RuleTests.of(folder, new RuleCompiler(settings).compile(folder), settings);
        assertThat(tests.size()).isPositive();
        List<Outcome> outcomes = new ArrayList<>();
        tests.run(outcomes::add);
        return outcomes.stream()
                .map(outcome -> DynamicTest.dynamicTest(outcome.name(), () -> {
                    if (!outcome.passed()) {
                        fail(outcome.file() + ":" + outcome.line() + " " + outcome.lines() + outcome.remarks());
                    }
                }));
    }
}
