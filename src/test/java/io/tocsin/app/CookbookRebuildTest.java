package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Message;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.Evaluator;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.Steps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recipe, alone with no more of the past than it says it needs, and all of them beside the rules that are shipped. */
class CookbookRebuildTest {
    private static final int PLACES = 10;
    /** Recipes that look at nothing but the event at hand. */
    private static final Set<String> WITHOUT_MEMORY =
            Set.of("threshold", "hysteresis", "business-hours", "near-a-place");

    /** Strict, and no horizon beyond what the rules need. */
    private static final Settings SETTINGS = settings();

    private static Settings settings() {
        Settings d = Settings.defaults();
        Settings.Rules rules = new Settings.Rules(
                Duration.ZERO, d.rules().poll(), true, d.rules().timeZone(), Map.of());
        return new Settings(d.log(), d.decode(), d.ttl(), d.clock(), d.feed(), rules, d.state(), d.sinks());
    }

    static List<String> recipes() throws Exception {
        return read("cookbook").stream()
                .map(file -> file.path().replace(RuleFolder.RULE_ENDING, ""))
                .toList();
    }

    static List<String> recipesWithMemory() throws Exception {
        return recipes().stream().filter(name -> !WITHOUT_MEMORY.contains(name)).toList();
    }

    private static List<RuleFile> read(String folder) throws Exception {
        return new RuleFolder(Path.of(folder)).read();
    }

    private static RuleSet compile(List<RuleFile> files) throws Exception {
        return new RuleCompiler(SETTINGS).compile(files, UnaryOperator.identity());
    }

    private static RuleFile recipe(String name) throws Exception {
        return read("cookbook").stream()
                .filter(file -> file.path().equals(name + RuleFolder.RULE_ENDING))
                .findFirst()
                .orElseThrow();
    }

    /** The same rules, but each row of an alert or of its resolver is told by itself. */
    private static RuleFile rowByRow(RuleFile file) {
        return new RuleFile(
                file.path(),
                file.text()
                        .replaceAll(
                                "@(Alert|Resolve)\\((?:[^')]|'[^']*')*\\)",
                                "@Alert(severity = 'info', summary = 'row', each = true)"));
    }

    private static Rebuilding run(RuleSet rules, String recipe, long seed, long horizon) throws Exception {
        List<Message> log = Sites.log(recipe, seed, Sites.FRIDAY);
        assertThat(heard(rules, log)).as("rules with rows").containsAll(names(rules));
        Rebuilding run = new Rebuilding(rules, SETTINGS, log, PLACES, new SplittableRandom(seed + 4000), horizon);
        assertThat(run.told()).isNotEmpty().doesNotHaveDuplicates();
        return run;
    }

    /** The rules that gave a row. */
    private static Set<String> heard(RuleSet rules, List<Message> log) throws Exception {
        Set<String> names = new HashSet<>();
        Steps steps = new Steps() {
            @Override
            public void timer(long time, long sequence, List<Row> rows) {
                rows.forEach(row -> names.add(row.rule().name()));
            }

            @Override
            public void clock(long time, long sequence) {}

            @Override
            public void event(Metric event, List<Row> rows) {
                rows.forEach(row -> names.add(row.rule().name()));
            }
        };
        Decoder decoder = new Decoder(SETTINGS.decode(), new Counters());
        try (Evaluator evaluator = new Evaluator(rules, SETTINGS, new Checkpoint(0, ClockState.START), steps)) {
            for (Message m : log) {
                evaluator.message(m.sequence(), m.timestamp(), decoder.decode(m.data()));
            }
        }
        return names;
    }

    private static List<String> names(RuleSet rules) {
        return rules.rules().stream().map(Rule::name).toList();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void aRecipeIsRebuiltFromTheHorizonItNeeds(String name) throws Exception {
        for (RuleFile file : List.of(recipe(name), rowByRow(recipe(name)))) {
            RuleSet rules = compile(List.of(file));
            for (long seed = 1; seed <= 2; seed++) {
                assertThat(run(rules, name, seed, rules.horizon(SETTINGS)).differences(mark -> mark))
                        .as("places at which an engine built again goes wrong, seed %d", seed)
                        .isZero();
            }
        }
    }

    /** Half of its time, or where that does not show, none of the last events. */
    @ParameterizedTest
    @MethodSource("recipesWithMemory")
    void aRecipeIsNotRebuiltFromLess(String name) throws Exception {
        RuleSet rules = compile(List.of(rowByRow(recipe(name))));
        int differences = 0;
        for (long seed = 1; seed <= 6 && differences == 0; seed++) {
            Rebuilding run = run(rules, name, seed, rules.horizon(SETTINGS) / 2);
            differences += run.differences(mark -> mark);
            differences += differences == 0 ? run.differences(mark -> Mark.empty(mark.at())) : 0;
        }
        assertThat(differences)
                .as("places at which an engine built from less goes wrong")
                .isPositive();
    }

    @Test
    void allRecipesAreRebuiltBesideTheShippedRules() throws Exception {
        List<RuleFile> files = new ArrayList<>();
        read("cookbook").forEach(file -> files.add(new RuleFile("cookbook/" + file.path(), file.text())));
        read("epl").forEach(file -> files.add(new RuleFile("epl/" + file.path(), file.text())));
        RuleSet rules = compile(files);
        List<Message> log = Plants.log(5);
        for (String recipe : recipes()) {
            log.addAll(Sites.log(recipe, 6, log.get(0).timestamp()));
        }
        log = numbered(log);
        assertThat(heard(rules, log)).as("rules with rows").containsAll(names(rules));
        Rebuilding run = new Rebuilding(rules, SETTINGS, log, PLACES, new SplittableRandom(7));
        assertThat(run.differences(mark -> mark))
                .as("places at which an engine built again goes wrong")
                .isZero();
    }

    private static List<Message> numbered(List<Message> messages) {
        messages.sort(Comparator.comparingLong(Message::timestamp));
        List<Message> log = new ArrayList<>();
        for (Message m : messages) {
            log.add(new Message(log.size() + 1, m.timestamp(), m.data()));
        }
        return log;
    }
}
