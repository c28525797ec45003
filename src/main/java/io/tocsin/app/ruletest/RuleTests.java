package io.tocsin.app.ruletest;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Nearest;
import io.tocsin.config.Position;
import io.tocsin.config.Problem;
import io.tocsin.config.Problems;
import io.tocsin.config.Settings;
import io.tocsin.config.YamlFile;
import io.tocsin.model.Rule;
import io.tocsin.model.SafeText;
import io.tocsin.pipeline.evaluate.RuleException;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tests of a rule folder, read and checked against its rules. */
public final class RuleTests {
    private static final int MAX_NAME = 200;

    private final List<LoadedTest> tests;

    private RuleTests(List<LoadedTest> tests) {
        this.tests = tests;
    }

    /**
     * Reads every {@code **}{@code /*.test.yaml} of a folder. Compiles the rules once more for each set of values of
     * variables that make other rules of them.
     *
     * @param rules what the folder was compiled to
     * @throws RuleException with every problem of every file of tests
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static RuleTests of(RuleFolder folder, RuleSet rules, Settings settings)
            throws RuleException, InterruptedException {
        Set<String> names = rules.rules().stream().map(Rule::name).collect(Collectors.toSet());
        Variants variants = new Variants(rules.oneEngineAtATime(), settings);
        List<LoadedTest> tests = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (RuleFile file : folder.tests()) {
            Path path = Path.of(folder.shown(file.path()));
            try {
                for (RuleTest test :
                        YamlFile.parse(path, file.text(), RuleTestFile.class).tests()) {
                    Set<String> tested = tested(file.path(), test, rules);
                    new Names(path, test, names, tested).check(problems);
                    Settings own = variants.settings(path, test, problems);
                    RuleSet ownRules = own == null ? null : variants.rules(path, test, own, problems);
                    if (own != null && ownRules != null) {
                        tests.add(new LoadedTest(path.toString(), test, tested, ownRules, own));
                    }
                }
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new RuleException(Problems.inOrder(problems));
        }
        return new RuleTests(List.copyOf(tests));
    }

    /** Those named, else those of the rule file beside, else all. */
    private static Set<String> tested(String file, RuleTest test, RuleSet rules) {
        if (test.rules() != null) {
            return new HashSet<>(test.rules());
        }
        String beside = file.substring(0, file.length() - RuleFolder.TEST_ENDING.length()) + RuleFolder.RULE_ENDING;
        boolean exists = rules.files().stream().anyMatch(f -> f.path().equals(beside));
        return rules.rules().stream()
                .filter(rule -> !exists || beside.equals(rule.file()))
                .map(Rule::name)
                .collect(Collectors.toSet());
    }

    /**
     * What keeps rules from taking over: each test that fails or cannot be read, as long as the settings say so.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static List<Problem> failing(RuleFolder folder, RuleSet rules, Settings settings)
            throws InterruptedException {
        if (!settings.rules().tests()) {
            return List.of();
        }
        try {
            List<Problem> problems = new ArrayList<>();
            of(folder, rules, settings).run(outcome -> {
                if (!outcome.passed()) {
                    problems.add(new Problem(
                            outcome.file(),
                            outcome.line(),
                            0,
                            "the test '" + SafeText.line(outcome.name(), MAX_NAME)
                                    + "' fails, `tocsin test` shows how; mend"
                                    + " the rule or the test, or set rules.tests to false"));
                }
            });
            return problems;
        } catch (RuleException e) {
            return e.problems();
        }
    }

    /** The tests whose file or name holds a text. */
    public RuleTests containing(String text) {
        Predicate<LoadedTest> chosen =
                t -> t.file().contains(text) || t.test().name().contains(text);
        return new RuleTests(tests.stream().filter(chosen).toList());
    }

    /** How many there are. */
    public int size() {
        return tests.size();
    }

    /**
     * Runs each test on an engine of its own, in order of file and position, on the calling thread.
     *
     * @param each told of each outcome as it comes
     * @return how many failed
     * @throws InterruptedException if the calling thread is interrupted
     */
    public int run(Consumer<Outcome> each) throws InterruptedException {
        int failed = 0;
        for (LoadedTest test : tests) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted between two tests");
            }
            Outcome outcome = new TestRun(test).run();
            failed += outcome.passed() ? 0 : 1;
            each.accept(outcome);
        }
        return failed;
    }

    /** Checks that what a test names is there. */
    private record Names(Path file, RuleTest test, Set<String> known, Set<String> tested) {
        void check(List<Problem> problems) {
            if (test.log() != null && !Files.isReadable(test.log())) {
                problems.add(problem(test.place(), "log: '" + test.log() + "' cannot be read: no such file"));
            }
            if (test.rules() != null) {
                test.rules().forEach(name -> requireKnown(test.place(), name, problems));
            }
            test.alerts().forEach(e -> requireTested(e.place(), e.rule(), problems));
            if (test.derived() != null) {
                test.derived().forEach(e -> requireTested(e.place(), e.rule(), problems));
            }
            test.never().stream()
                    .filter(n -> n.rule() != null)
                    .forEach(n -> requireKnown(n.place(), Objects.requireNonNull(n.rule()), problems));
        }

        private void requireTested(Position place, String rule, List<Problem> problems) {
            if (requireKnown(place, rule, problems) && !tested.contains(rule)) {
                problems.add(problem(
                        place, "rule '" + rule + "' is not tested here: name it, and the others, under 'rules'"));
            }
        }

        private boolean requireKnown(Position place, String rule, List<Problem> problems) {
            boolean isKnown = known.contains(rule) || rule.startsWith(Rule.RESERVED);
            if (!isKnown) {
                problems.add(problem(
                        place, "no rule of the folder has the name '" + rule + "'" + Nearest.hint(rule, known)));
            }
            return isKnown;
        }

        private Problem problem(Position place, String message) {
            return new Problem(file.toString(), place.line(), place.column(), message);
        }
    }
}
