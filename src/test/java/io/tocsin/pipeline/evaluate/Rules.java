package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** Compiles rules given as text; a set is compiled once, as the first in a JVM takes seconds. */
public final class Rules {
    private static final Map<List<String>, RuleSet> COMPILED = new ConcurrentHashMap<>();

    private Rules() {}

    /** The rules of files {@code a.epl}, {@code b.epl} and so on. */
    public static RuleSet of(String... texts) {
        return COMPILED.computeIfAbsent(List.of(texts), t -> {
            try {
                return compile(Settings.defaults(), files(texts));
            } catch (RuleException | InterruptedException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        });
    }

    static List<RuleFile> files(String... texts) {
        List<RuleFile> files = new ArrayList<>();
        for (String text : texts) {
            files.add(new RuleFile((char) ('a' + files.size()) + ".epl", text));
        }
        return files;
    }

    static RuleSet compile(Settings settings, List<RuleFile> files) throws RuleException, InterruptedException {
        return new RuleCompiler(settings).compile(files, UnaryOperator.identity());
    }
}
