package io.tocsin.app.ruletest;

import io.tocsin.config.Doc;
import io.tocsin.config.Position;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import org.jspecify.annotations.Nullable;

/** Changes of alerts that must not come, of whatever rule of the folder: all that have everything that is given here. */
record Never(
        Position place,
        @Doc("The rule's name.") @Nullable String rule,
        @Doc("What the change is.") @Nullable AlertState state,
        @Doc("The alert's host.") @Nullable String host,
        @Doc("The alert's service.") @Nullable String service) {

    Never {
        if (rule == null && state == null && host == null && service == null) {
            throw new IllegalArgumentException("says nothing: give rule, state, host or service");
        }
    }

    boolean fits(Alert alert) {
        return (rule == null || rule.equals(alert.rule()))
                && (state == null || state == alert.state())
                && (host == null || host.equals(alert.host()))
                && (service == null || service.equals(alert.service()));
    }
}
