package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.common.client.module.Module;
import com.espertech.esper.common.client.module.ModuleItem;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompileException;
import com.espertech.esper.compiler.client.EPCompileExceptionItem;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import io.tocsin.config.ChannelTemplate;
import io.tocsin.config.Problem;
import io.tocsin.config.Problems;
import io.tocsin.config.Settings;
import io.tocsin.model.Rule;
import io.tocsin.model.SafeText;
import io.tocsin.pipeline.evaluate.sandbox.ClassWall;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/**
 * Compiles and checks all rule files as one set. Every problem of every file is found in one go: a broken statement is left
 * out, with what builds on it, and the rest is looked at on its own.
 */
public final class RuleCompiler {
    private static final int MAX_SHOWN = 500;

    private final Settings settings;
    private final String logChannel;
    private final @Nullable ChannelTemplate alertChannel;

    /** Takes the settings that rules depend on. */
    public RuleCompiler(Settings settings) {
        this.settings = settings;
        logChannel = settings.log().channel();
        Settings.Nats alerts = settings.sinks().nats();
        alertChannel = alerts != null && alerts.enabled() ? alerts.channel() : null;
    }

    /** Why rules may not publish to a channel, or null. */
    private @Nullable String taken(String channel) {
        if (channel.equals(logChannel)) {
            return "the channel that is read, would loop; publish elsewhere, or chain rules by insert into";
        }
        return alertChannel != null && alertChannel.canBe(channel)
                ? "where alerts go (sinks.nats.channel), would mix the two; publish elsewhere"
                : null;
    }

    /**
     * Compiles a folder. Takes seconds the first time in a JVM; safe for any thread.
     *
     * @throws RuleException with every problem of every file
     * @throws InterruptedException if the calling thread is interrupted
     */
    public RuleSet compile(RuleFolder folder) throws RuleException, InterruptedException {
        return compile(folder.read(), folder::shown);
    }

    /**
     * Compiles files, in whatever order they come.
     *
     * @param shown gives a file's path as problems show it
     * @throws RuleException with every problem of every file; with {@code rules.strict} also where there is nothing but
     *     warnings
     * @throws InterruptedException if the calling thread is interrupted
     */
    public RuleSet compile(List<RuleFile> files, UnaryOperator<String> shown)
            throws RuleException, InterruptedException {
        List<Problem> problems = new ArrayList<>();
        List<EplStatement> statements = new ArrayList<>();
        List<RuleFile> sorted =
                files.stream().sorted(Comparator.comparing(RuleFile::path)).toList();
        for (RuleFile file : sorted) {
            statements.addAll(EplLexer.split(file, shown.apply(file.path()), problems));
        }
        Dependencies dependencies = new Dependencies(statements);
        Map<Integer, ParseTree> trees = new TreeMap<>();
        Set<String> configured = settings.rules().variables().keySet();
        Set<Integer> broken = StatementCheck.of(
                statements, new StatementCheck.Names(dependencies.known(), configured), trees, problems);
        Variables variables = Variables.of(trees.values(), settings.rules().variables());
        Configuration configuration =
                EsperConfiguration.of(settings.rules().timeZone(), variables.constants(), variables.tunable());
        Compilation done = compileSound(statements, dependencies, broken, configuration, problems);
        RuleReader.Result read = new RuleReader(
                        statements,
                        dependencies,
                        settings.rules().timeZone().getId(),
                        variables.meanings(),
                        this::taken)
                .read(done.compiled(), done.included(), configuration);
        problems.addAll(read.problems());
        if (!problems.isEmpty()) {
            throw new RuleException(Problems.inOrder(problems));
        }
        EPCompiled compiled = done.compiled();
        if (compiled == null) {
            throw new RuleException(List.of(new Problem(
                    files.isEmpty() ? "epl" : shown.apply(files.get(0).path()), 1, 1, "holds no statement")));
        }
        Lookbacks lookbacks = Lookbacks.of(statements, trees, read.rules(), settings, variables.constants());
        if (settings.rules().strict() && !lookbacks.warnings().isEmpty()) {
            throw new RuleException(lookbacks.warnings());
        }
        StatementNames names =
                StatementNames.of(done.included().stream().map(statements::get).toList());
        return new RuleSet(sorted, read.rules(), lookbacks, compiled, names, configuration, variables);
    }

    /**
     * Of a compiled set only some rules: they, what resolves them, and what these build on run; rows become something by
     * these rules alone, just as they do among all. Names that are no rules do nothing.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    public RuleSet only(RuleSet whole, Set<String> names) throws InterruptedException {
        List<Rule> kept = whole.rules().stream()
                .filter(rule ->
                        names.contains(rule.name()) || rule.resolves().stream().anyMatch(names::contains))
                .map(rule -> names.contains(rule.name()) ? rule : rule.asResolver())
                .toList();
        Set<String> keptNames = kept.stream().map(Rule::name).collect(Collectors.toSet());
        List<EplStatement> statements = new ArrayList<>();
        whole.files().forEach(file -> statements.addAll(EplLexer.split(file, file.path(), new ArrayList<>())));
        Dependencies dependencies = new Dependencies(statements);
        Set<Integer> needed = new HashSet<>();
        for (int i = 0; i < statements.size(); i++) {
            Token name = StatementCheck.name(statements.get(i));
            if (name != null && keptNames.contains(EplStatement.unquoted(name))) {
                needed.addAll(dependencies.closure(i));
            }
        }
        try {
            if (needed.isEmpty()) {
                return whole.narrowed(kept, whole.compiled(), whole.names());
            }
            List<Integer> order =
                    dependencies.order().stream().filter(needed::contains).toList();
            return whole.narrowed(
                    kept,
                    compile(statements, order, whole.configuration()),
                    StatementNames.of(order.stream().map(statements::get).toList()));
        } catch (EPCompileException e) {
            requireUninterrupted(e);
            throw new IllegalStateException("rules that compile do not without the others: " + e.getMessage(), e);
        }
    }

    private record Compilation(@Nullable EPCompiled compiled, List<Integer> included) {}

    private static Compilation compileSound(
            List<EplStatement> statements,
            Dependencies dependencies,
            Set<Integer> broken,
            Configuration configuration,
            List<Problem> problems)
            throws InterruptedException {
        Set<Integer> left = new HashSet<>(broken);
        while (true) {
            List<Integer> included = dependencies.order().stream()
                    .filter(i -> dependencies.closure(i).stream().noneMatch(left::contains))
                    .toList();
            if (included.isEmpty()) {
                return new Compilation(null, included);
            }
            try {
                return new Compilation(compile(statements, included, configuration), included);
            } catch (EPCompileException e) {
                requireUninterrupted(e);
                Set<Integer> found = report(e, statements, dependencies, included, problems);
                left.addAll(
                        found.isEmpty()
                                ? Set.of(culprit(e, statements, included, dependencies, configuration, problems))
                                : found);
            } catch (RuntimeException | StackOverflowError e) {
                left.add(culprit(e, statements, included, dependencies, configuration, problems));
            }
        }
    }

    /** To Esper an interrupt is an error like any other. */
    private static void requireUninterrupted(EPCompileException e) throws InterruptedException {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException) {
                throw new InterruptedException("interrupted while rules were compiled");
            }
        }
    }

    /** The first statement that makes the compiler itself fail, by compiling each with what it needs. */
    private static int culprit(
            Throwable failure,
            List<EplStatement> statements,
            List<Integer> included,
            Dependencies dependencies,
            Configuration configuration,
            List<Problem> problems) {
        for (int i : included) {
            Set<Integer> needed = dependencies.closure(i);
            try {
                compile(statements, included.stream().filter(needed::contains).toList(), configuration);
            } catch (EPCompileException e) {
                if (!isPlaced(e, included)) {
                    problems.add(statements.get(i).problem("", reason(e)));
                    return i;
                }
            } catch (RuntimeException | StackOverflowError e) {
                problems.add(statements.get(i).problem("", reason(e)));
                return i;
            }
        }
        int last = included.get(included.size() - 1);
        if (problems.isEmpty()) { // else it may be what a failure before has left behind in the compiler
            problems.add(statements.get(last).problem("", reason(failure)));
        }
        return last;
    }

    /** Whether it says which statement it is about; of what it cannot turn into classes Esper does not. */
    private static boolean isPlaced(EPCompileException e, List<Integer> included) {
        return e.getItems().stream().anyMatch(item -> included.contains(item.getLineNumber() - 1));
    }

    private static String reason(Throwable failure) {
        if (failure instanceof UnsafeClassesException e) {
            return String.valueOf(e.getMessage());
        }
        return failure instanceof StackOverflowError
                ? "too deeply nested or too long to compile; split it, chaining the parts by insert into"
                : "the compiler fails at this: " + SafeText.line(String.valueOf(failure), MAX_SHOWN);
    }

    private static EPCompiled compile(List<EplStatement> statements, List<Integer> order, Configuration configuration)
            throws EPCompileException {
        if (order.stream().anyMatch(i -> EsperText.exactTable(statements.get(i).body()))) {
            // Of an exact column Esper does not check what type goes into it, of its own it does.
            compile(statements, order, configuration, EplStatement::text);
        }
        return compile(statements, order, configuration, EsperText::of);
    }

    /** @param text to compile in place of a statement's own */
    static EPCompiled compile(
            List<EplStatement> statements,
            List<Integer> order,
            Configuration configuration,
            Function<EplStatement, String> text)
            throws EPCompileException {
        List<ModuleItem> items = new ArrayList<>();
        for (int i : order) {
            // The line number only carries the statement's number to the exception and back.
            items.add(new ModuleItem(text.apply(statements.get(i)), false, i + 1, 0, 0, i + 1, i + 1, i + 1));
        }
        Module module = new Module(null, null, Set.of(), new HashSet<>(), items, null);
        EPCompiled compiled =
                EPCompilerProvider.getCompiler().compile(module, SafeNames.in(new CompilerArguments(configuration)));
        Map<String, Set<String>> refused = ClassWall.of(compiled.getClasses());
        if (!refused.isEmpty()) {
            throw new UnsafeClassesException(refused.values().stream()
                    .flatMap(Set::stream)
                    .distinct()
                    .sorted()
                    .toList());
        }
        return compiled;
    }

    private static Set<Integer> report(
            EPCompileException e,
            List<EplStatement> statements,
            Dependencies dependencies,
            List<Integer> included,
            List<Problem> problems) {
        Set<Integer> found = new HashSet<>();
        for (EPCompileExceptionItem item : e.getItems()) {
            int i = item.getLineNumber() - 1;
            if (included.contains(i)) {
                found.add(i);
            }
        }
        for (EPCompileExceptionItem item : e.getItems()) {
            int i = item.getLineNumber() - 1;
            // What builds on a broken statement is looked at again without it.
            boolean follows =
                    !found.contains(i) || dependencies.closure(i).stream().anyMatch(d -> d != i && found.contains(d));
            if (!follows) {
                problems.add(CompilerMessage.problem(statements.get(i), item.getMessage(), dependencies.known()));
            }
        }
        return found;
    }
}
