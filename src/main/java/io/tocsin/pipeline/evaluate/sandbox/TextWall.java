package io.tocsin.pipeline.evaluate.sandbox;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarBaseListener;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.AnnotationEnumContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_castContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableAtomicContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableWithArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ClassDeclContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ClassIdentifierContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ClassIdentifierNoDimensionsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ClassIdentifierWithDimensionsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateDataflowContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.CreateSchemaExprContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.DatabaseJoinExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionDeclContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ExpressionDialectContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.LibFunctionNoClassContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.MethodJoinExpressionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubstitutionContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.TypeParametersContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.UnaryExpressionContext;
import io.tocsin.config.Nearest;
import io.tocsin.pipeline.evaluate.function.Functions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.ParseTreeWalker;
import org.antlr.v4.runtime.tree.TerminalNode;

/**
 * The first wall: what a statement says. Refuses what names classes or calls methods; each function, method and type must be
 * one that is known to be harmless.
 */
public final class TextWall extends EsperEPL2GrammarBaseListener {
    private final Set<String> created;
    private final Set<String> declared = new HashSet<>();
    private final List<Refusal> refusals = new ArrayList<>();

    private TextWall(Set<String> created) {
        this.created = created;
    }

    /**
     * What is refused of a statement.
     *
     * @param created the names of schemas, windows, expressions and the like that the rules of the folder make
     */
    public static List<Refusal> of(ParseTree tree, Set<String> created) {
        TextWall wall = new TextWall(created);
        ParseTreeWalker.DEFAULT.walk(new Declarations(wall.declared), tree);
        ParseTreeWalker.DEFAULT.walk(wall, tree);
        return wall.refusals;
    }

    /** Expressions that a statement declares for itself. */
    private static final class Declarations extends EsperEPL2GrammarBaseListener {
        private final Set<String> names;

        Declarations(Set<String> names) {
            this.names = names;
        }

        @Override
        public void enterExpressionDecl(ExpressionDeclContext c) {
            if (c.name != null) {
                names.add(c.name.getText());
            }
        }
    }

    @Override
    public void enterChainableWithArgs(ChainableWithArgsContext c) {
        if (c.lp != null) {
            call(c.chainableIdent(), c.getParent() instanceof ChainableAtomicContext);
        }
    }

    @Override
    public void enterChainable(ChainableContext c) {
        if (c.getText().startsWith("java.")) {
            add(c.getStart(), "'" + c.getText() + "' names a class; rules know none but their own events");
        }
    }

    @Override
    public void enterLibFunctionNoClass(LibFunctionNoClassContext c) {
        if (c.l != null) {
            call(c.funcIdentChained(), false);
        }
    }

    private void call(ParserRuleContext called, boolean afterDot) {
        String name = called.getText().replace("`", "");
        if (afterDot) {
            if (!Words.isMethod(name)) {
                String instead = Functions.names().contains(name)
                        ? ", but a function '" + name + "': write " + name + "(x) for x." + name + "()"
                        : Nearest.hint(name, Functions.names());
                add(called.getStart(), "there is no method '" + name + "'" + instead);
            }
        } else if (!Words.isFunction(name) && !declared.contains(name) && !created.contains(name)) {
            add(called.getStart(), "there is no function '" + name + "'" + Nearest.hint(name, Functions.names()));
        }
    }

    @Override
    public void enterClassIdentifier(ClassIdentifierContext c) {
        if (c.escapableStr().size() > 1 && !(c.getParent() instanceof MethodJoinExpressionContext)) {
            add(c.getStart(), "'" + c.getText() + "' names a class; rules know none but their own events");
        }
    }

    @Override
    public void enterClassIdentifierNoDimensions(ClassIdentifierNoDimensionsContext c) {
        type(c);
    }

    @Override
    public void enterClassIdentifierWithDimensions(ClassIdentifierWithDimensionsContext c) {
        type(c);
    }

    private void type(ParserRuleContext type) {
        ParseTree name = type.getChild(0);
        String text = name.getText().replace("`", "");
        boolean dotted =
                name instanceof ClassIdentifierContext c && c.escapableStr().size() > 1;
        if (!dotted && !Words.isType(text) && !created.contains(text)) {
            add(
                    type.getStart(),
                    "there is no type '" + text
                            + "'; columns and variables are string, boolean, int, long or double, or" + " of a schema");
        }
    }

    @Override
    public void enterTypeParameters(TypeParametersContext c) {
        add(c.getStart(), "types of rules take no type parameters");
    }

    @Override
    public void enterAnnotationEnum(AnnotationEnumContext c) {
        ParseTree name = c.getChild(1);
        if (Words.isUnwantedAnnotation(name.getText())) {
            add(
                    ((ParserRuleContext) name).getStart(),
                    "@" + name.getText() + " is none of rules; these are @Name, @Alert, @Resolve and @Publish");
        }
    }

    @Override
    public void enterBuiltin_cast(Builtin_castContext c) {
        if (c.expressionNamedParameter() != null) {
            add(
                    c.expressionNamedParameter().getStart(),
                    "'" + c.expressionNamedParameter().getStart().getText()
                            + "' reads times by the machine's own time zone; events carry their times as ms");
        }
    }

    @Override
    public void enterUnaryExpression(UnaryExpressionContext c) {
        if (c.NEWKW() != null && c.newAssign().isEmpty()) {
            add(
                    c.NEWKW().getSymbol(),
                    "rules make no objects and arrays; 'new { name = value }' makes a row of columns");
        }
    }

    @Override
    public void enterClassDecl(ClassDeclContext c) {
        add(c.getStart(), "rules cannot hold classes; they compute with what EPL and docs/rules.md have");
    }

    @Override
    public void enterExpressionDialect(ExpressionDialectContext c) {
        add(c.getStart(), "rules cannot hold scripts; write expression name { parameter => ... }");
    }

    @Override
    public void enterCreateDataflow(CreateDataflowContext c) {
        add(c.DATAFLOW().getSymbol(), "there are no dataflows; chain rules by insert into");
    }

    @Override
    public void enterMethodJoinExpression(MethodJoinExpressionContext c) {
        add(c.getStart(), "rules join no methods; they see the events of the log and nothing else");
    }

    @Override
    public void enterDatabaseJoinExpression(DatabaseJoinExpressionContext c) {
        add(c.getStart(), "rules reach no database; they see the events of the log and nothing else");
    }

    @Override
    public void enterSubstitution(SubstitutionContext c) {
        add(c.getStart(), "'?' stands for a value that nobody fills in; use a variable of rules.variables");
    }

    @Override
    public void enterCreateSchemaExpr(CreateSchemaExprContext c) {
        if (c.keyword != null
                && !Set.of("map", "objectarray").contains(c.keyword.getText().toLowerCase(Locale.ROOT))) {
            add(c.keyword, "schemas are those of rules; write create schema without '" + c.keyword.getText() + "'");
        }
        TerminalNode as =
                c.createSchemaDef() == null ? null : c.createSchemaDef().AS();
        if (as != null) {
            add(
                    as.getSymbol(),
                    "a schema is made of columns, not of a class; write create schema Name(column type, ...)");
        }
    }

    @Override
    public void visitTerminal(TerminalNode node) {
        boolean dynamic = node.getSymbol().getType() == EsperEPL2GrammarParser.QUESTION
                && !(node.getParent() instanceof SubstitutionContext)
                && !node.getParent().getClass().getSimpleName().startsWith("MatchRecog");
        if (dynamic) {
            add(node.getSymbol(), "'?' looks for a column while events come; name one that is there");
        }
    }

    private void add(Token at, String message) {
        refusals.add(new Refusal(at, message));
    }
}
