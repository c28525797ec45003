package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventSender;
import com.espertech.esper.common.client.configuration.runtime.ConfigurationRuntime;
import com.espertech.esper.runtime.client.DeploymentOptions;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import io.tocsin.model.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * Esper and nothing around it, with the product's rules: events in, rows counted. Its services, its locks and the maps it keeps
 * rows in are those it comes with, not those of the product's engine.
 */
public final class RawEngine implements AutoCloseable {
    private final EPRuntime runtime;
    private final EPEventService events;
    private final EventSender metrics;
    private long clock;
    private long rows;

    /** The rules as Esper takes them by itself, exact averages included. */
    public static RuleSet asItComes(RuleSet rules) throws Exception {
        List<EplStatement> statements = new ArrayList<>();
        rules.files().forEach(file -> statements.addAll(EplLexer.split(file, file.path(), new ArrayList<>())));
        List<Integer> order = new Dependencies(statements).order();
        EPCompiled compiled = RuleCompiler.compile(statements, order, rules.configuration(), EsperText::withCalls);
        return rules.narrowed(rules.rules(), compiled, rules.names()).oneEngineAtATime();
    }

    /**
     * Deploys the rules.
     *
     * @param rules as {@link #asItComes} gives them
     * @param start of the clock, epoch ms
     */
    public RawEngine(RuleSet rules, long start) throws Exception {
        ConfigurationRuntime settings = rules.configuration().getRuntime();
        settings.setEpServicesContextFactoryClassName(null);
        settings.getExecution().setDisableLocking(false);
        runtime = EPRuntimeProvider.getRuntime("raw", rules.configuration());
        events = runtime.getEventService();
        events.clockExternal();
        clock = start;
        events.advanceTime(start);
        metrics = events.getEventSender(EsperConfiguration.METRIC);
        for (EPStatement statement : runtime.getDeploymentService()
                .deploy(rules.compiled(), new DeploymentOptions().setDeploymentClassLoaderOption(rules.classes()))
                .getStatements()) {
            statement.addListener((insert, remove, s, r) -> rows += insert == null ? 0 : insert.length);
        }
    }

    /** Moves the clock to the event's and sends it. */
    public void send(Metric event) {
        if (event.seen() > clock) {
            clock = event.seen();
            events.advanceTimeSpan(clock);
        }
        metrics.sendEvent(event);
    }

    /** So far. */
    public long rows() {
        return rows;
    }

    @Override
    public void close() {
        runtime.destroy();
    }
}
