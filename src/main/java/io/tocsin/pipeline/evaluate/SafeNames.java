package io.tocsin.pipeline.evaluate;

import com.espertech.esper.compiler.client.CompilerArguments;

/**
 * The names under which Esper knows rules. It makes names of classes of them, so that one with a dollar sign does not
 * compile; here they hold letters, digits and underscores alone, and give the rule's name back.
 */
final class SafeNames {
    private static final char ESCAPE = '_';
    private static final int HEX = 16;
    private static final int WIDTH = 4;

    private SafeNames() {}

    /** Sets them up for a compilation; a statement without a name keeps the one that Esper gives it. */
    static CompilerArguments in(CompilerArguments arguments) {
        arguments.getOptions().setStatementName(s -> s.getStatementName() == null ? null : of(s.getStatementName()));
        return arguments;
    }

    /** The name of a rule's statement; different for different rules. */
    static String of(String rule) {
        StringBuilder name = new StringBuilder(rule.length());
        for (int i = 0; i < rule.length(); i++) {
            char c = rule.charAt(i);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
                name.append(c);
            } else {
                name.append(ESCAPE).append(String.format(java.util.Locale.ROOT, "%04x", (int) c));
            }
        }
        return name.toString();
    }

    /** The rule of a statement; of one that Esper has named, that name. */
    static String rule(String statement) {
        StringBuilder rule = new StringBuilder(statement.length());
        int at = 0;
        while (at < statement.length()) {
            char c = statement.charAt(at++);
            if (c == ESCAPE) {
                if (at + WIDTH > statement.length()) {
                    return statement;
                }
                try {
                    rule.append((char) Integer.parseInt(statement.substring(at, at + WIDTH), HEX));
                } catch (NumberFormatException e) {
                    return statement;
                }
                at += WIDTH;
            } else {
                rule.append(c);
            }
        }
        return rule.toString();
    }
}
