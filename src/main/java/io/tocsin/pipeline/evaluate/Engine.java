package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventSender;
import com.espertech.esper.common.internal.statement.resource.StatementResourceService;
import com.espertech.esper.runtime.client.DeploymentOptions;
import com.espertech.esper.runtime.client.EPDeployException;
import com.espertech.esper.runtime.client.EPDeployment;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import com.espertech.esper.runtime.internal.kernel.service.EPEventServiceSPI;
import com.espertech.esper.runtime.internal.kernel.service.EPRuntimeSPI;
import com.espertech.esper.runtime.internal.kernel.statement.EPStatementSPI;
import com.espertech.esper.runtime.internal.schedulesvcimpl.SchedulingServiceSPI;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One Esper runtime with a rule set and an external clock. It has no thread, no wall clock and no I/O: events and times go
 * in, rows come out of the same call. Owned by one thread at a time.
 */
final class Engine implements AutoCloseable {
    private static final long SECOND = 1000;
    private static final AtomicLong NUMBER = new AtomicLong();

    /** Where rows go. */
    interface RowReceiver {
        /** Takes a row that came at this engine time, epoch ms UTC. */
        void row(long time, Row row);
    }

    private final EPRuntime runtime;
    private final EPEventService events;
    private final OneThreadEvents direct;
    private final EventSender metrics;
    private final SchedulingServiceSPI scheduling;
    private final String name = "tocsin-" + NUMBER.incrementAndGet();
    private final RuleFailures failures = RuleFailures.of(name);
    private final Map<String, Double> tuned = new HashMap<>();
    private final Map<String, StatementResourceService> resources = new LinkedHashMap<>();
    private long clock;

    /**
     * Starts an engine. Its clock stands at {@code start} floored to a whole second before any rule is deployed, since
     * crontabs keep the milliseconds they start with.
     *
     * @param start epoch ms UTC
     * @param tuned values of variables, by name
     */
    Engine(RuleSet rules, long start, Map<String, Double> tuned, RowReceiver receiver) {
        runtime = EPRuntimeProvider.getRuntime(name, rules.configuration());
        failures.shown(rules.names()::shown);
        events = runtime.getEventService();
        direct = (OneThreadEvents) events;
        events.clockExternal();
        clock = Math.floorDiv(start, SECOND) * SECOND;
        events.advanceTime(clock);
        metrics = events.getEventSender(EsperConfiguration.METRIC);
        scheduling = ((EPRuntimeSPI) runtime).getServicesContext().getSchedulingService();
        tune(tuned);
        Map<String, Rule> byName = rules.rules().stream().collect(Collectors.toMap(Rule::name, Function.identity()));
        try {
            DeploymentOptions options = new DeploymentOptions().setDeploymentClassLoaderOption(rules.classes());
            EPDeployment deployment = runtime.getDeploymentService().deploy(rules.compiled(), options);
            for (EPStatement statement : deployment.getStatements()) {
                resources.put(
                        rules.names().shown(statement.getName()),
                        ((EPStatementSPI) statement).getStatementContext().getStatementResourceService());
                Rule rule = byName.get(SafeNames.rule(statement.getName()));
                if (rule != null) {
                    listen(statement, rule, receiver);
                }
            }
        } catch (EPDeployException e) {
            runtime.destroy();
            throw new IllegalStateException("rules that were checked do not deploy: " + e.getMessage(), e);
        }
        advance(start);
    }

    private void listen(EPStatement statement, Rule rule, RowReceiver receiver) {
        RowForm form = RowForm.of(statement.getEventType(), rule);
        statement.addListener((insert, remove, s, r) -> {
            if (insert == null) {
                return;
            }
            for (EventBean bean : insert) {
                receiver.row(events.getCurrentTime(), form.row(bean));
            }
        });
    }

    /** From the next event or timer on these variables have these values. */
    void tune(Map<String, Double> values) {
        values.forEach((name, value) -> {
            if (!value.equals(tuned.put(name, value))) {
                runtime.getVariableService().setVariableValue(null, name, value);
            }
        });
    }

    /** Epoch ms UTC. */
    long clock() {
        return clock;
    }

    /** Moves the clock and fires every timer on the way at its own time. A time not after the clock does nothing. */
    void advance(long time) {
        if (time <= clock) {
            return;
        }
        clock = time;
        Long timer = scheduling.getNearestTimeHandle();
        if (timer == null || timer > time) {
            scheduling.setTime(time); // all that is left to do where no timer is due
        } else {
            events.advanceTimeSpan(time);
        }
    }

    /**
     * Moves the clock in one step: timers on the way fire at most once, late. They fire at a whole second, since crontabs keep
     * the milliseconds they fire with.
     */
    void leap(long time) {
        long second = Math.floorDiv(time, SECOND) * SECOND;
        if (second > clock) {
            clock = second;
            events.advanceTime(second);
        }
        advance(time);
    }

    void send(Metric metric) {
        if (wants(metric.service(), metric.metric())) {
            metrics.sendEvent(metric);
        }
    }

    /** Whether an event of this service with this value can come to anything as the filters are now. */
    boolean wants(String service, double value) {
        return direct.wants(service, value);
    }

    /** The calling thread, which has run it, keeps nothing of it: else it would hold all of it until the thread ends. */
    void leaveThread() {
        ((EPEventServiceSPI) events).clearCaches();
    }

    /** How often each rule failed on an event. */
    Map<String, Long> failures() {
        return failures.counts();
    }

    /** How much each statement holds. */
    Map<String, Long> held() {
        Map<String, Long> held = new LinkedHashMap<>();
        resources.forEach((statement, r) -> held.put(statement, HeldState.of(r)));
        return held;
    }

    @Override
    public void close() {
        runtime.destroy();
        RuleFailures.close(name);
    }
}
