package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventSender;
import com.espertech.esper.common.client.configuration.runtime.ConfigurationRuntime;
import com.espertech.esper.runtime.client.DeploymentOptions;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import io.tocsin.config.Settings;
import io.tocsin.model.Json;
import io.tocsin.model.Metric;
import io.tocsin.model.Row;
import io.tocsin.model.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The rows that rules give: in the product's engine, and in a runtime with the services that Esper comes with. */
final class PlainEsper {
    private PlainEsper() {}

    /** Events, each behind the clock's move to it. */
    interface Events {
        void feed(LongConsumer clock, Consumer<Metric> events);
    }

    /** Rules of a text in which {@code @1} to {@code @3} stand for what makes a select an alert. */
    static RuleSet rules(String form) throws Exception {
        String text = form;
        for (int i = 1; i <= 3; i++) {
            text = text.replace("@" + i, "@Name('r" + i + "') @Alert(severity = 'info', summary = '', each = true)");
        }
        return Rules.compile(Settings.defaults(), Rules.files(text));
    }

    private static String text(long time, Row row) {
        return time + row.rule().name() + Json.array(row.values());
    }

    /** Those of the product's engine. */
    static List<String> ours(RuleSet rules, Events events) {
        List<String> rows = new ArrayList<>();
        try (Engine engine = new Engine(rules, Feed.T0, Map.of(), (time, row) -> rows.add(text(time, row)))) {
            events.feed(engine::advance, engine::send);
        }
        return rows;
    }

    /** Those of Esper by itself; the rules cannot be used behind it. */
    static List<String> rows(RuleSet rules, Events events) throws Exception {
        ConfigurationRuntime settings = rules.configuration().getRuntime();
        settings.setEpServicesContextFactoryClassName(null);
        settings.getExecution().setDisableLocking(false);
        List<String> rows = new ArrayList<>();
        EPRuntime runtime = EPRuntimeProvider.getRuntime("plain-esper", rules.configuration());
        try {
            runtime.getEventService().clockExternal();
            runtime.getEventService().advanceTime(Feed.T0);
            EventSender sender = runtime.getEventService().getEventSender(EsperConfiguration.METRIC);
            for (EPStatement statement : runtime.getDeploymentService()
                    .deploy(rules.compiled(), new DeploymentOptions().setDeploymentClassLoaderOption(rules.classes()))
                    .getStatements()) {
                for (Rule rule : rules.rules()) {
                    if (rule.name().equals(SafeNames.rule(statement.getName()))) {
                        listen(runtime, statement, rule, rows);
                    }
                }
            }
            events.feed(runtime.getEventService()::advanceTimeSpan, sender::sendEvent);
        } finally {
            runtime.destroy();
        }
        return rows;
    }

    private static void listen(EPRuntime runtime, EPStatement statement, Rule rule, List<String> rows) {
        RowForm form = RowForm.of(statement.getEventType(), rule);
        statement.addListener((insert, remove, s, r) -> {
            if (insert != null) {
                for (EventBean bean : insert) {
                    rows.add(text(runtime.getEventService().getCurrentTime(), form.row(bean)));
                }
            }
        });
    }
}
