package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is mistyped: what is wrong and where to look, exit code 2, and nothing on standard output. */
final class WrongUsageIT {
    @TempDir
    private Path folder;

    @Test
    void withoutACommandTheHelpGoesToStandardError() throws Exception {
        Tocsin.Result result = tocsin();

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("Usage: tocsin [-hV] COMMAND", "Begin with `tocsin demo`.");
    }

    @Test
    void aCommandThatDoesNotExist() throws Exception {
        tocsin("runn")
                .refuses(
                        2,
                        "runn: there is no such command",
                        "Did you mean: tocsin run or tocsin rules?",
                        "`tocsin --help` shows how it is used");
    }

    @Test
    void anOptionThatDoesNotExist() throws Exception {
        tocsin("run", "--confg", "x.yaml")
                .refuses(
                        2,
                        "Unknown options: '--confg', 'x.yaml'",
                        "Possible solutions: --config",
                        "`tocsin run --help` shows how it is used");
    }

    @Test
    void anArgumentTooMany() throws Exception {
        tocsin("run", "now").refuses(2, "now: one argument too many", "`tocsin run --help` shows how it is used");
    }

    @Test
    void anArgumentThatIsMissing() throws Exception {
        tocsin("publish")
                .refuses(2, "Missing required parameter: 'F.ndjson'", "`tocsin publish --help` shows how it is used");
        tocsin("replay", "--file")
                .refuses(
                        2,
                        "Missing required parameter for option '--file' (F)",
                        "`tocsin replay --help` shows how it is used");
    }

    @Test
    void aValueThatMakesNoSense() throws Exception {
        tocsin("replay", "--file", "x", "--as-it-was")
                .refuses(
                        2,
                        "--as-it-was goes by the sequences of the log, which a file does not have: leave --file out, or"
                                + " --as-it-was");
        tocsin("replay", "--file", "x", "--speed", "fast")
                .refuses(2, "--speed fast is neither max nor a factor such as 1 or 60");
        tocsin("replay", "--format", "xml")
                .refuses(
                        2,
                        "Invalid value for option '--format': expected one of [text, json] (case-insensitive) but was"
                                + " 'xml'",
                        "`tocsin replay --help` shows how it is used");
        tocsin("publish", "--rate", "-1", "x").refuses(2, "--rate -1.0: give messages a second, or 0 for no limit");
    }

    private Tocsin.Result tocsin(String... arguments) throws Exception {
        return Workspace.in(folder).tocsin(arguments).run();
    }
}
