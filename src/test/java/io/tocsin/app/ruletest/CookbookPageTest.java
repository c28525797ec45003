package io.tocsin.app.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The recipes as docs/rules.md shows them. */
class CookbookPageTest {
    private static final Path PAGE = Path.of("docs/rules.md");
    private static final Pattern RECIPE =
            Pattern.compile("\\[`cookbook/([^`]+)`\\]\\(\\.\\./cookbook/\\1\\)\\R\\R```\\R(.*?)```\\R", Pattern.DOTALL);

    @Test
    void thePageShowsEachRecipeAsItIs() throws Exception {
        Map<String, String> shown = new HashMap<>();
        List<String> twice = new ArrayList<>();
        Matcher recipe = RECIPE.matcher(Files.readString(PAGE));
        while (recipe.find()) {
            if (shown.put(recipe.group(1), recipe.group(2)) != null) {
                twice.add(recipe.group(1));
            }
        }

        List<RuleFile> files = new RuleFolder(Path.of("cookbook")).read();
        assertThat(twice).as("recipes shown twice in " + PAGE).isEmpty();
        assertThat(shown.keySet())
                .as("recipes in " + PAGE)
                .containsExactlyInAnyOrderElementsOf(
                        files.stream().map(RuleFile::path).toList());
        for (RuleFile file : files) {
            assertThat(shown.get(file.path()))
                    .as("cookbook/" + file.path() + " as " + PAGE + " shows it; copy it there")
                    .isEqualTo(file.text());
        }
    }
}
