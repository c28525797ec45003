package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/debugging.md} shows of the samples is what the program says. */
final class DebuggingPageIT {
    private static final String PROMPT = "    $ ./tocsin ";
    private static final String LEFT_OUT = "...";

    @Test
    void theOutputsAreReal(@TempDir Path folder) throws Exception {
        Workspace workspace = Workspace.in(folder).shippedRules();
        String samples = "samples/oil-and-gas.ndjson";
        Files.createDirectory(workspace.path("samples"));
        Files.copy(Workspace.REPOSITORY.resolve(samples), workspace.path(samples));
        List<String> page = Files.readAllLines(Workspace.REPOSITORY.resolve("docs/debugging.md"));
        int shown = 0;
        for (int i = 0; i < page.size(); i++) {
            if (page.get(i).startsWith(PROMPT) && page.get(i).contains("--file samples/")) {
                String[] arguments = page.get(i).substring(PROMPT.length()).split(" ", -1);
                Tocsin.Result result = workspace.tocsin(arguments).run();
                assertThat(result.code()).as(result.err()).isZero();
                assertThat(result.out()).matches(expected(page.subList(i + 1, page.size())));
                shown++;
            }
        }
        assertThat(shown).isEqualTo(2);
    }

    private static Pattern expected(List<String> lines) {
        List<String> output = new ArrayList<>();
        for (String line : lines) {
            if (!line.isEmpty() && !line.startsWith("    ")) {
                break;
            }
            output.add(line.isEmpty() ? line : line.substring(4));
        }
        String forms = output.stream()
                .map(line -> line.equals(LEFT_OUT) ? "(.*\n)*?" : Pattern.quote(line) + "\n")
                .collect(Collectors.joining());
        return Pattern.compile(forms.replaceAll("(\\\\Q\\\\E\n)+$", ""));
    }
}
