package io.tocsin.app.ruletest;

import io.tocsin.config.Default;
import io.tocsin.config.Doc;
import io.tocsin.config.Position;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Severity;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A change of an alert that must come; of what is not given, anything will do. */
record Expected(
        Position place,
        @Doc("When it comes, in engine time: a distance from the start, or a time; without ms the whole second.")
                String at,
        @Doc("The rule's name.") String rule,
        @Doc("What the change is.") @Default("firing") AlertState state,
        @Doc("The alert's severity.") @Nullable Severity severity,
        @Doc("The alert's host.") @Nullable String host,
        @Doc("The alert's service.") @Nullable String service,
        @Doc("How many rows it has had.") @Nullable Long count,
        @Doc("When it fired, given as at is.") @Nullable String started,
        @Doc("Its summary, the whole text.") @Nullable String summary,
        @Doc("Values of its row, by column; others may be there.") @Default("{}") Map<String, Object> values) {

    Expected {
        Written.moment("at", at);
        if (started != null) {
            Written.moment("started", started);
        }
    }

    Moment moment() {
        return Moment.parse(at);
    }

    boolean fits(Alert alert, long start) {
        return alert.rule().equals(rule)
                && alert.state() == state
                && moment().means(alert.time(), start)
                && (severity == null || severity == alert.severity())
                && (host == null || host.equals(alert.host()))
                && (service == null || service.equals(alert.service()))
                && (count == null || count == alert.count())
                && (started == null || Moment.parse(started).means(alert.startedAt(), start))
                && (summary == null || summary.equals(alert.summary()))
                && values.entrySet().stream()
                        .allMatch(e -> Values.equal(e.getValue(), alert.values().get(e.getKey())));
    }

    /** How much it says: what says more is matched first. */
    int precision() {
        int given = values.size();
        for (Object detail : new @Nullable Object[] {severity, host, service, count, started, summary}) {
            given += Objects.isNull(detail) ? 0 : 1;
        }
        return given;
    }
}
