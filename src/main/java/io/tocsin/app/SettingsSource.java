package io.tocsin.app;

import io.tocsin.config.ConfigException;
import io.tocsin.config.Settings;

/** Where the settings of a running service come from, which may have changed since it was started. */
public interface SettingsSource {
    /** Settings that stay as they are. */
    static SettingsSource fixed(Settings settings) {
        return () -> settings;
    }

    /**
     * Reads them anew; asked about once a second, by one thread.
     *
     * @throws ConfigException if they are not usable now
     */
    Settings read() throws ConfigException;
}
