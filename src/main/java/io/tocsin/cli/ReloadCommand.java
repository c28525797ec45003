package io.tocsin.cli;

import io.tocsin.app.RuleDesk;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "reload",
        header = "Has the running service read its rules and variables at once.",
        description = {
            "",
            "Asks the service that runs on the state folder of these settings, waits until what has changed is in effect,"
                    + " and shows what that was, or why it was refused. The service watches its files by itself; this is for"
                    + " scripts that want to know how it went. SIGHUP does the same without waiting. The service reads its"
                    + " own folder: --rules is not read here.",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 in effect, or nothing has changed; 1 no service runs, or failed; 2 refused: the old rules go on;"
                    + " or wrong usage or config."
        })
final class ReloadCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable TocsinCommand tocsin;

    @Override
    public Integer call() throws Exception {
        Path folder = common.offlineSettings().state().folder();
        Objects.requireNonNull(tocsin).signals().onStopEnd();
        Optional<RuleDesk.Answer> answer = new RuleDesk(folder).reload();
        if (answer.isEmpty()) {
            Terminal.note(folder + ": no tocsin runs on this state folder; `tocsin run` starts one");
            return Exit.FAILED;
        }
        if (answer.get().code() == Exit.DONE) {
            PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
            out.println(answer.get().report());
        } else {
            Terminal.note(answer.get().report());
        }
        return answer.get().code();
    }
}
