package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.internal.bytecodemodel.util.IdentifierUtil;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * What the statements of a compiled set are called: by Esper, in the names of the classes made of them, and to users, who
 * know a statement without a name by its place. Immutable, safe for any thread.
 */
final class StatementNames {
    private static final String PACKAGE = "generated.";
    /** What stands between the kind of a class and its statement: an identifier of the module. */
    private static final int MODULE_LENGTH = 40;

    private final Map<String, String> shown = new LinkedHashMap<>();
    private final Map<String, String> byClass = new HashMap<>();

    private StatementNames() {}

    /** The statements in the order in which they are compiled. */
    static StatementNames of(List<EplStatement> compiled) {
        StatementNames names = new StatementNames();
        for (int i = 0; i < compiled.size(); i++) {
            EplStatement statement = compiled.get(i);
            Token given = StatementCheck.name(statement);
            String name = given == null ? "stmt-" + i : SafeNames.of(EplStatement.unquoted(given));
            String shown = given == null
                    ? statement.shown() + ":" + statement.first().getLine()
                    : EplStatement.unquoted(given);
            names.shown.put(name, shown);
            names.byClass.put(IdentifierUtil.getIdentifierMayStartNumeric(name), shown);
        }
        return names;
    }

    /** As users know the statement that Esper calls so. */
    String shown(String esperName) {
        return shown.getOrDefault(esperName, esperName);
    }

    /** The statement that a thread works for, by the innermost of its classes on the stack; null where it is in none. */
    @Nullable
    String at(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getClassName().startsWith(PACKAGE)) {
                return ofClass(frame.getClassName());
            }
        }
        return null;
    }

    /** {@code generated.KIND_MODULE_STATEMENT}, and after a {@code $} what is within; names may hold a {@code $} as well. */
    private @Nullable String ofClass(String className) {
        int statement = className.indexOf('_') + 1 + MODULE_LENGTH + 1;
        if (statement > className.length()) {
            return null;
        }
        String name = className.substring(statement);
        while (true) {
            String found = byClass.get(name);
            int inner = name.lastIndexOf('$');
            if (found != null || inner < 0) {
                return found;
            }
            name = name.substring(0, inner);
        }
    }
}
