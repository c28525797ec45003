package io.tocsin.pipeline.evaluate;

import static com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarLexer.ATCHAR;

import com.espertech.esper.common.internal.compile.stage2.StatementSpecCompileSyntaxException;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser;
import com.espertech.esper.compiler.internal.parse.ParseHelper;
import com.espertech.esper.compiler.internal.parse.ParseResult;
import io.tocsin.config.Problem;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.evaluate.sandbox.Loops;
import io.tocsin.pipeline.evaluate.sandbox.Refusal;
import io.tocsin.pipeline.evaluate.sandbox.SizeWall;
import io.tocsin.pipeline.evaluate.sandbox.TextWall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/** What can be said of each statement before it is compiled: syntax, names, forms without a phase of their own. */
final class StatementCheck {
    private static final Set<String> OURS = Set.of("Alert", "Resolve", "Publish");
    private static final Set<String> MODULE_WORDS = Set.of("module", "uses", "import");
    private static final int MAX_NAME = 128;

    /**
     * What statements may name.
     *
     * @param created what statements make: schemas, windows, expressions
     * @param variables those of the settings
     */
    record Names(Set<String> created, Set<String> variables) {}

    private StatementCheck() {}

    /**
     * Adds the problems found and returns the statements not worth compiling.
     *
     * @param known names that statements may use
     * @param trees gets the parse tree of each statement that parses
     */
    static Set<Integer> of(
            List<EplStatement> statements, Names known, Map<Integer, ParseTree> trees, List<Problem> problems) {
        Set<Integer> broken = new HashSet<>();
        Map<String, EplStatement> names = new HashMap<>();
        for (int i = 0; i < statements.size(); i++) {
            EplStatement statement = statements.get(i);
            List<Token> body = statement.body();
            if (!statement.readable()) {
                broken.add(i);
            } else if (body.isEmpty()) {
                problems.add(statement.problem(statement.first(), "annotations without a statement"));
                broken.add(i);
            } else if (MODULE_WORDS.contains(body.get(0).getText().toLowerCase(Locale.ROOT))) {
                problems.add(statement.problem(
                        body.get(0),
                        "'" + body.get(0).getText()
                                + "' is not used here: all files of the folder are one set; remove it"));
                broken.add(i);
            } else if (!StatementSize.fits(statement, problems)
                    || !parses(i, statement, known, trees, problems)
                    || !named(statement, names, problems)) {
                broken.add(i);
            }
        }
        Loops.of(trees).forEach((i, refusal) -> {
            problems.add(problem(statements.get(i), refusal));
            broken.add(i);
        });
        return broken;
    }

    private static boolean parses(
            int index, EplStatement statement, Names known, Map<Integer, ParseTree> trees, List<Problem> problems) {
        try {
            ParseResult result = ParseHelper.parse(
                    statement.text(), statement.text(), true, EsperEPL2GrammarParser::startEPLExpressionRule, true);
            ParseTree tree = (ParseTree) result.getTree();
            trees.put(index, tree);
            problems.addAll(PhaseCheck.of(statement, tree));
            problems.addAll(ScarCheck.of(statement, tree));
            List<Problem> worthless = new ArrayList<>(CrontabCheck.of(statement, tree));
            worthless.addAll(WindowCheck.of(statement, tree));
            worthless.addAll(VariableCheck.of(statement, tree, known.variables()));
            TextWall.of(tree, known.created()).forEach(refusal -> worthless.add(problem(statement, refusal)));
            SizeWall.of(tree).forEach(refusal -> worthless.add(problem(statement, refusal)));
            problems.addAll(worthless);
            return worthless.isEmpty();
        } catch (StatementSpecCompileSyntaxException e) {
            Problem brackets = Brackets.problem(statement);
            problems.add(brackets == null ? CompilerMessage.syntax(statement, e.getMessage()) : brackets);
            return false;
        } catch (StackOverflowError e) {
            problems.add(
                    statement.problem("", "too deeply nested to be read; split it, chaining the parts by insert into"));
            return false;
        }
    }

    private static Problem problem(EplStatement statement, Refusal refusal) {
        Token at = refusal.at();
        return statement.problem(at.getLine(), at.getCharPositionInLine(), refusal.message());
    }

    private static boolean named(EplStatement statement, Map<String, EplStatement> names, List<Problem> problems) {
        List<Token> given = nameTokens(statement);
        if (given.isEmpty()) {
            Token ours = ours(statement);
            if (ours != null) {
                problems.add(
                        statement.problem(ours, "@" + ours.getText() + " needs a name for its rule; add @Name('...')"));
            }
            return ours == null;
        }
        if (given.size() > 1) {
            problems.add(statement.problem(given.get(1), "a rule has one name; remove this @Name"));
            return false;
        }
        Token name = given.get(0);
        String text = EplStatement.unquoted(name);
        if (text.isEmpty() || text.length() > MAX_NAME) {
            problems.add(statement.problem(
                    name, "a rule's name has 1 to " + MAX_NAME + " characters, this one " + text.length()));
            return false;
        }
        if (text.startsWith(Rule.RESERVED)) {
            problems.add(statement.problem(
                    name,
                    "the name '" + text + "' begins with '" + Rule.RESERVED
                            + "', as Tocsin's own rules do; take another"));
            return false;
        }
        EplStatement other = names.putIfAbsent(text, statement);
        if (other != null) {
            Token there = other.first();
            problems.add(statement.problem(
                    name,
                    "the name '" + text + "' is taken by the rule at " + other.shown() + ":" + there.getLine()
                            + "; names are unique over the folder"));
            return false;
        }
        return true;
    }

    /** The token that holds the name in {@code @Name('...')}, or null without one. */
    static @Nullable Token name(EplStatement statement) {
        return nameTokens(statement).stream().findFirst().orElse(null);
    }

    private static List<Token> nameTokens(EplStatement statement) {
        List<Token> tokens = statement.tokens();
        int end = tokens.size() - statement.body().size();
        List<Token> names = new ArrayList<>();
        for (int i = 0; i + 3 < end; i++) {
            if (tokens.get(i).getType() == ATCHAR
                    && tokens.get(i + 1).getText().equalsIgnoreCase("name")
                    && tokens.get(i + 2).getText().equals("(")) {
                names.add(tokens.get(i + 3));
            }
        }
        return names;
    }

    /** Whether an annotation says what becomes of its rows. */
    static boolean isOurs(EplStatement statement) {
        return ours(statement) != null;
    }

    /** The names in {@code @Resolve('...')}. */
    static List<String> resolved(EplStatement statement) {
        List<Token> tokens = statement.tokens();
        int end = tokens.size() - statement.body().size();
        List<String> names = new ArrayList<>();
        for (int i = 1; i < end; i++) {
            if (tokens.get(i - 1).getType() == ATCHAR && tokens.get(i).getText().equals("Resolve")) {
                for (int j = i + 1; j < end && !tokens.get(j).getText().equals(")"); j++) {
                    String text = EplStatement.unquoted(tokens.get(j));
                    if (text.length() < tokens.get(j).getText().length()) {
                        names.add(text);
                    }
                }
            }
        }
        return names;
    }

    private static @Nullable Token ours(EplStatement statement) {
        List<Token> tokens = statement.tokens();
        int end = tokens.size() - statement.body().size();
        for (int i = 0; i + 1 < end; i++) {
            if (tokens.get(i).getType() == ATCHAR
                    && OURS.contains(tokens.get(i + 1).getText())) {
                return tokens.get(i + 1);
            }
        }
        return null;
    }
}
