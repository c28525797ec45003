package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script in a real bash. */
final class CompletionIT {
    @TempDir
    Path folder;

    private Path script;

    @BeforeEach
    void generate() throws Exception {
        Tocsin.Result result = Workspace.in(folder).tocsin("completion", "bash").run();
        assertThat(result.code()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        script = Files.writeString(folder.resolve("completion"), result.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "re                 | replay reload",
                "replay --fo        | --format",
                "replay --format '' | text json",
                "replay --format js | json",
                "replay --tr        | --trace",
                "replay --o         | --output --only",
                "replay --se        | --send",
                "exp                | explain export",
                "explain --l        | --last",
                "completion ''      | bash zsh",
                "ou                 | outbox",
                "outbox re          | resend",
                "outbox resend --a  | --all",
                "publish --re       | --retime",
                "al                 | alerts",
                "alerts --o         | --open",
                "alerts --format '' | text json",
                "x                  | ''"
            })
    void whatBashIsOffered(String typed, String offered) throws Exception {
        String[] words = ("tocsin " + typed).split(" ", -1);
        // What bash does when Tab is pressed at the end of the last word.
        String tab =
                """
                source '%s'
                COMP_WORDS=(%s)
                COMP_CWORD=%d
                COMP_LINE="${COMP_WORDS[*]}"
                COMP_POINT=${#COMP_LINE}
                compopt() { :; } # it works only while Tab is pressed
                _complete_tocsin
                echo ${COMPREPLY[*]}
                """
                        .formatted(script, "tocsin " + typed, words.length - 1);

        assertThat(bash(tab).split("\\s+", -1)).containsExactlyInAnyOrder(offered.split(" ", -1));
    }

    @Test
    void bashAsksItForBothNames() throws Exception {
        assertThat(bash("source '" + script + "'; complete -p tocsin")).contains("-F _complete_tocsin");
    }

    @Test
    void theHelpSaysHowToHaveIt() throws Exception {
        Workspace workspace = Workspace.in(folder);

        assertThat(workspace.tocsin("completion", "--help").run().out())
                .contains("source <(/path/to/tocsin completion bash)", "source <(/path/to/tocsin completion zsh)");
        assertThat(workspace.tocsin("completion", "zsh").run().out())
                .isEqualTo(Files.readString(script)
                        .replace("bash: source <(tocsin completion bash)", "zsh: source <(tocsin completion zsh)"));
        assertThat(workspace.tocsin("completion", "fish").run().code()).isEqualTo(2);
    }

    private static String bash(String commands) throws Exception {
        Process bash = new ProcessBuilder(List.of("bash", "--norc", "-c", commands))
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(bash.waitFor(Tocsin.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            return said.strip();
        } finally {
            bash.destroyForcibly();
        }
    }
}
