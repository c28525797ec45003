package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.store.AlertReader;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A question to the alert history of a state folder, whose service may be running and is not disturbed.
 *
 * @param open whether the last change of each open alert is wanted, in place of every change
 * @param rule of this rule only, or null
 * @param host of sensors of this host only, or null
 * @param since not before this engine time, epoch ms UTC, or null
 * @param last of these so many, the newest, or null for all
 */
public record AlertQuery(
        boolean open, @Nullable String rule, @Nullable String host, @Nullable Long since, @Nullable Integer last) {
    /**
     * Hands over the changes as sinks got them, a line of JSON each, in the order in which they happened.
     *
     * @throws io.tocsin.store.StoreException if there is no store, or it cannot be read; the message says what to do
     */
    public void run(Settings settings, Consumer<String> lines) {
        AlertReader reader = new AlertReader(settings.state().folder());
        AlertReader.Filter filter = new AlertReader.Filter(rule, host, since, last);
        if (open) {
            reader.open(filter, lines);
        } else {
            reader.history(filter, lines);
        }
    }
}
