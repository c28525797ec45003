package io.tocsin.pipeline.evaluate.horizon;

import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.Builtin_currtsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.ChainableWithArgsContext;
import com.espertech.esper.compiler.internal.generated.EsperEPL2GrammarParser.SubQueryExprContext;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the names that statements share: streams, stores (named windows, tables and variables that rules set),
 * contexts and declared expressions. It is filled round by round, and answers with what the round before was told.
 */
final class Catalog {
    private final Constants constants;
    private final ZoneId zone;
    private final Map<String, ParseTree> expressions;
    private final Set<String> storeNames;
    private final Map<String, Flow> flows = new HashMap<>();
    private final Map<String, Need> stores = new HashMap<>();
    private final Map<String, Need> kept = new HashMap<>();
    private final Set<String> keptByLast = new HashSet<>();
    private final Map<String, Contexts.Parting> contexts = new HashMap<>();
    private final Catalog before;

    Catalog(Constants constants, ZoneId zone, Map<String, ParseTree> expressions, Set<String> storeNames) {
        this.constants = constants;
        this.zone = zone;
        this.expressions = expressions;
        this.storeNames = storeNames;
        this.before = this;
    }

    private Catalog(Catalog before) {
        this.constants = before.constants;
        this.zone = before.zone;
        this.expressions = before.expressions;
        this.storeNames = before.storeNames;
        this.before = before;
    }

    /** An empty one that answers with what this one was told. */
    Catalog next() {
        return new Catalog(this);
    }

    Constants constants() {
        return constants;
    }

    ZoneId zone() {
        return zone;
    }

    void flow(String name, Flow flow) {
        flows.merge(name, flow, Flow::and);
    }

    void store(String name, Need need) {
        stores.merge(name, need.inherited(), Need::and);
    }

    /** What the windows of a named window need by themselves. */
    void kept(String name, Need need) {
        kept.put(name, need.inherited());
    }

    /** A store whose rows are what the last event of their sensor said. */
    void keepsLast(String name) {
        keptByLast.add(name);
    }

    void context(String name, Contexts.Parting parting) {
        contexts.put(name, parting);
    }

    /** A stream; one that nothing feeds never has a row. */
    Flow flow(String name) {
        return name.equals("Metric") ? Flow.METRIC : before.flows.getOrDefault(name, Flow.METRIC);
    }

    boolean isStore(String name) {
        return storeNames.contains(name);
    }

    /** What the content of a store needs. */
    Need store(String name) {
        return before.stores.getOrDefault(name, Need.NONE);
    }

    Need kept(String name) {
        return before.kept.getOrDefault(name, Need.NONE);
    }

    /** Whether nothing else feeds the store. */
    boolean isKeptByLast(String name) {
        return before.keptByLast.contains(name) && !before.flows.containsKey(name);
    }

    Contexts.Parting context(@Nullable String name) {
        return name == null ? Contexts.Parting.NONE : before.contexts.getOrDefault(name, Contexts.Parting.NONE);
    }

    boolean toldAsBefore() {
        return flows.equals(before.flows)
                && stores.equals(before.stores)
                && kept.equals(before.kept)
                && keptByLast.equals(before.keptByLast)
                && contexts.equals(before.contexts);
    }

    /** What the stores need that expressions look at, and declared expressions that hold a state. */
    Need mentioned(@Nullable ParseTree tree) {
        Need need = Need.NONE;
        for (ChainableWithArgsContext root : Trees.roots(tree).toList()) {
            String name = Trees.name(root.chainableIdent());
            if (isStore(name)) {
                need = need.and(store(name));
            }
            ParseTree declared = expressions.get(name);
            if (declared != null && holdsState(declared, new HashSet<>(Set.of(name)))) {
                need = need.and(Need.unbounded(
                        root.getStart(),
                        "the expression '" + name
                                + "' looks beyond the event at hand, which is not known to be rebuildable;"
                                + " write what it does in its place"));
            }
        }
        return need;
    }

    private boolean holdsState(ParseTree expression, Set<String> seen) {
        boolean itself = !Trees.all(expression, SubQueryExprContext.class).isEmpty()
                || !Functions.aggregates(expression).isEmpty()
                || !Functions.previous(expression).isEmpty();
        List<String> names =
                Trees.roots(expression).map(r -> Trees.name(r.chainableIdent())).toList();
        return itself
                || names.stream().anyMatch(this::isStore)
                || expressions.entrySet().stream()
                        .filter(e -> names.contains(e.getKey()) && seen.add(e.getKey()))
                        .anyMatch(e -> holdsState(e.getValue(), seen));
    }

    /** Whether a condition or a key looks at nothing of an event but what tells sensors apart. */
    boolean bySensor(@Nullable ParserRuleContext expression, Flow flow) {
        if (expression == null) {
            return true;
        }
        boolean plain = Trees.all(expression, SubQueryExprContext.class).isEmpty()
                && Trees.all(expression, Builtin_currtsContext.class).isEmpty()
                && Functions.previous(expression).isEmpty()
                && Functions.aggregates(expression).isEmpty();
        return plain && Trees.roots(expression).allMatch(root -> isOfSensor(root, flow));
    }

    private boolean isOfSensor(ChainableWithArgsContext root, Flow flow) {
        String name = Trees.name(root.chainableIdent());
        if (root.lp != null) {
            return !expressions.containsKey(name);
        }
        if (flow.ofSensor(name) || constants.variables().containsKey(name)) {
            return true;
        }
        // host behind the name of its stream
        ParserRuleContext whole = root.getParent().getParent();
        String column = Trees.column(whole);
        return column != null && whole.getText().equals(name + "." + column) && flow.ofSensor(column);
    }
}
