package io.tocsin.app.ruletest;

import io.tocsin.config.Doc;
import io.tocsin.config.Position;
import io.tocsin.model.DerivedEvent;
import org.jspecify.annotations.Nullable;

/** A derived event that must come. */
record ExpectedEvent(
        Position place,
        @Doc("When it comes, in engine time: a distance from the start, or a time; without ms the whole second.")
                String at,
        @Doc("The rule's name.") String rule,
        @Doc("The event's host.") String host,
        @Doc("Its service.") @Nullable String service,
        @Doc("Its value.") @Nullable Double metric) {

    ExpectedEvent {
        Written.moment("at", at);
    }

    Moment moment() {
        return Moment.parse(at);
    }

    /** @param time when it came, epoch ms UTC */
    boolean fits(DerivedEvent event, long time, long start) {
        return event.rule().equals(rule)
                && event.host().equals(host)
                && moment().means(time, start)
                && (service == null || service.equals(event.service()))
                && (metric == null || metric == event.metric());
    }
}
