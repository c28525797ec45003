package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.hook.exception.ExceptionHandler;
import com.espertech.esper.common.client.hook.exception.ExceptionHandlerContext;
import com.espertech.esper.common.client.hook.exception.ExceptionHandlerFactory;
import com.espertech.esper.common.client.hook.exception.ExceptionHandlerFactoryContext;
import io.tocsin.model.SafeText;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts rules that failed on an event, as when a string is cast to a number it does not hold. The event's row is missing
 * then; every other rule gets the event all the same. Each rule is logged once.
 */
final class RuleFailures {
    private static final Logger log = LoggerFactory.getLogger(RuleFailures.class);
    /** The reason may quote a value of the event. */
    private static final int MAX_SHOWN = 500;

    private static final Map<String, RuleFailures> BY_RUNTIME = new ConcurrentHashMap<>();

    private final Map<String, Long> counts = new TreeMap<>();
    private UnaryOperator<String> shown = SafeNames::rule;

    private RuleFailures() {}

    /** Counts for the runtime of this name, until {@link #close}. Esper makes its handlers by class, so they meet by name. */
    static RuleFailures of(String runtime) {
        return BY_RUNTIME.computeIfAbsent(runtime, name -> new RuleFailures());
    }

    /** Says how users know the statement that Esper calls so. Before the first event. */
    void shown(UnaryOperator<String> names) {
        shown = names;
    }

    static void close(String runtime) {
        BY_RUNTIME.remove(runtime);
    }

    /** How often each rule failed. On the engine's thread. */
    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    private void failed(ExceptionHandlerContext context) {
        String rule = shown.apply(String.valueOf(context.getStatementName()));
        if (counts.merge(rule, 1L, Long::sum) == 1) {
            log.error(
                    "rule '{}' fails on an event and gives no row for it: {}; others get the event all the same, further"
                            + " failures are only counted",
                    SafeText.line(rule, MAX_SHOWN),
                    SafeText.line(String.valueOf(context.getThrowable()), MAX_SHOWN));
        }
    }

    /** Named in Esper's configuration; public for that reason. */
    public static final class Factory implements ExceptionHandlerFactory {
        @Override
        public ExceptionHandler getHandler(ExceptionHandlerFactoryContext context) {
            return of(context.getRuntimeURI())::failed;
        }
    }
}
