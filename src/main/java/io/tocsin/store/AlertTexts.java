package io.tocsin.store;

import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import java.util.IdentityHashMap;

/** The JSON of a commit's alerts, each written once however many sinks it goes to. Of one thread. */
final class AlertTexts {
    private final IdentityHashMap<Alert, String> texts = new IdentityHashMap<>();

    String of(Alert alert) {
        return texts.computeIfAbsent(alert, AlertJson::write);
    }
}
