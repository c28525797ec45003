package io.tocsin.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        header = "Makes the Tab key complete commands and options.",
        description = {
            "",
            "Prints a script for the shell, which works for tocsin on the PATH and for its path alike. To have it in every"
                    + " shell, put one line into ~/.bashrc or, behind compinit, into ~/.zshrc:",
            "",
            "  source <(/path/to/tocsin completion bash)",
            "  source <(/path/to/tocsin completion zsh)",
            ""
        },
        footer = {"", "Exit codes: 0 done; 2 wrong usage."})
final class CompletionCommand implements Callable<Integer> {
    enum Shell {
        bash,
        zsh
    }

    @Parameters(arity = "1", paramLabel = "bash|zsh", description = "The shell.")
    private Shell shell = Shell.bash;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine self = Objects.requireNonNull(spec).commandLine();
        self.getOut().printf("# For %s: source <(tocsin completion %s)%n", shell, shell);
        self.getOut().print(AutoComplete.bash("tocsin", self.getParent()));
        self.getOut().flush();
        return Exit.DONE;
    }
}
