package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.common.client.module.Module;
import com.espertech.esper.common.client.module.ModuleItem;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompileException;
import com.espertech.esper.compiler.client.EPCompileExceptionItem;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import io.tocsin.config.Problem;
import io.tocsin.config.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compiles and checks all rule files as one set. Every problem of every file is found in one go: a broken statement is left
 * out, with what builds on it, and the rest is looked at on its own.
 */
public final class RuleCompiler {
    private final Configuration configuration;
    private final String meaning;
    private final String logChannel;

    /** Takes the settings that rules depend on. */
    public RuleCompiler(Settings settings) {
        configuration = EsperConfiguration.of(
                settings.rules().timeZone(), settings.rules().variables());
        meaning = settings.rules().timeZone().getId() + " "
                + new TreeMap<>(settings.rules().variables());
        logChannel = settings.log().channel();
    }

    /**
     * Compiles a folder. Takes seconds the first time in a JVM; safe for any thread.
     *
     * @throws RuleException with every problem of every file
     */
    public RuleSet compile(RuleFolder folder) throws RuleException {
        return compile(folder.read(), folder::shown);
    }

    /**
     * Compiles files, in whatever order they come.
     *
     * @param shown gives a file's path as problems show it
     * @throws RuleException with every problem of every file
     */
    public RuleSet compile(List<RuleFile> files, UnaryOperator<String> shown) throws RuleException {
        List<Problem> problems = new ArrayList<>();
        List<EplStatement> statements = new ArrayList<>();
        List<RuleFile> sorted =
                files.stream().sorted(Comparator.comparing(RuleFile::path)).toList();
        for (RuleFile file : sorted) {
            statements.addAll(EplLexer.split(file, shown.apply(file.path()), problems));
        }
        Dependencies dependencies = new Dependencies(statements);
        Set<Integer> broken = StatementCheck.of(statements, problems);
        Compilation done = compileSound(statements, dependencies, broken, problems);
        RuleReader.Result read = new RuleReader(statements, dependencies, meaning, logChannel)
                .read(done.compiled(), done.included(), configuration);
        problems.addAll(read.problems());
        if (!problems.isEmpty()) {
            problems.sort(Comparator.comparing(Problem::file)
                    .thenComparingInt(Problem::line)
                    .thenComparingInt(Problem::column));
            throw new RuleException(problems.stream().distinct().toList());
        }
        EPCompiled compiled = done.compiled();
        if (compiled == null) {
            throw new RuleException(List.of(new Problem(
                    files.isEmpty() ? "epl" : shown.apply(files.get(0).path()), 1, 1, "holds no statement")));
        }
        return new RuleSet(read.rules(), List.of(), compiled, configuration);
    }

    private record Compilation(@Nullable EPCompiled compiled, List<Integer> included) {}

    private Compilation compileSound(
            List<EplStatement> statements, Dependencies dependencies, Set<Integer> broken, List<Problem> problems) {
        Set<Integer> left = new HashSet<>(broken);
        while (true) {
            List<Integer> included = dependencies.order().stream()
                    .filter(i -> dependencies.closure(i).stream().noneMatch(left::contains))
                    .toList();
            if (included.isEmpty()) {
                return new Compilation(null, included);
            }
            try {
                return new Compilation(compile(statements, included), included);
            } catch (EPCompileException e) {
                Set<Integer> found = report(e, statements, dependencies, included, problems);
                if (found.isEmpty()) {
                    problems.add(
                            statements.get(included.get(0)).problem("", "rules do not compile: " + e.getMessage()));
                    return new Compilation(null, List.of());
                }
                left.addAll(found);
            }
        }
    }

    private EPCompiled compile(List<EplStatement> statements, List<Integer> order) throws EPCompileException {
        if (order.stream().anyMatch(i -> ExactNames.inTable(statements.get(i).body()))) {
            // Of an exact column Esper does not check what type goes into it, of its own it does.
            compile(statements, order, EplStatement::text);
        }
        return compile(statements, order, ExactNames::ticked);
    }

    private EPCompiled compile(List<EplStatement> statements, List<Integer> order, Function<EplStatement, String> text)
            throws EPCompileException {
        List<ModuleItem> items = new ArrayList<>();
        for (int i : order) {
            // The line number only carries the statement's number to the exception and back.
            items.add(new ModuleItem(text.apply(statements.get(i)), false, i + 1, 0, 0, i + 1, i + 1, i + 1));
        }
        Module module = new Module(null, null, Set.of(), new HashSet<>(), items, null);
        return EPCompilerProvider.getCompiler().compile(module, new CompilerArguments(configuration));
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
