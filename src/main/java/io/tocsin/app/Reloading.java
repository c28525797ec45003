package io.tocsin.app;

import io.tocsin.config.Settings;

/**
 * What a service goes by when rules or settings change while it runs.
 *
 * @param source gives the settings as they are now: other values of {@code rules.variables} take effect then
 * @param gate has the last word on changed rules
 */
public record Reloading(SettingsSource source, RuleGate gate) {
    /** Settings stay as they are, and whatever compiles may take over. */
    public static Reloading plain(Settings settings) {
        return new Reloading(SettingsSource.fixed(settings), RuleGate.OPEN);
    }
}
