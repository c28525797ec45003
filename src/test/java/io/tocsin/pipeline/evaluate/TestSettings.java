package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.Map;

final class TestSettings {
    private TestSettings() {}

    /** The defaults, but sensors may be silent for a minute only. */
    static Settings minuteOfSilence() {
        Settings d = Settings.defaults();
        return with(d, new Settings.Ttl(Duration.ofMinutes(1), Map.of(), Map.of()));
    }

    static Settings with(Settings d, Settings.Ttl ttl) {
        return new Settings(d.log(), d.decode(), ttl, d.clock(), d.rules(), d.state(), d.sinks());
    }

    static Settings with(Settings d, Settings.Clock clock) {
        return new Settings(d.log(), d.decode(), d.ttl(), clock, d.rules(), d.state(), d.sinks());
    }

    static Settings with(Settings d, Settings.Rules rules) {
        return new Settings(d.log(), d.decode(), d.ttl(), d.clock(), rules, d.state(), d.sinks());
    }
}
