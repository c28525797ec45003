package io.tocsin.pipeline.evaluate;

import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.Map;

/** Settings that tests need. */
public final class TestSettings {
    private TestSettings() {}

    /** The defaults, but sensors may be silent for a minute only. */
    public static Settings minuteOfSilence() {
        Settings d = Settings.defaults();
        return with(d, new Settings.Ttl(Duration.ofMinutes(1), Map.of(), Map.of()));
    }

    /** The defaults, but what is dated longer before the clock is not evaluated. */
    static Settings maxLate(Duration most) {
        Settings d = Settings.defaults();
        Settings.Clock c = d.clock();
        return with(d, new Settings.Clock(c.tolerance(), c.stall(), c.leap(), most));
    }

    static Settings with(Settings d, Settings.Ttl ttl) {
        return new Settings(d.log(), d.decode(), ttl, d.clock(), d.feed(), d.rules(), d.state(), d.sinks());
    }

    static Settings with(Settings d, Settings.Clock clock) {
        return new Settings(d.log(), d.decode(), d.ttl(), clock, d.feed(), d.rules(), d.state(), d.sinks());
    }

    public static Settings with(Settings d, Settings.Rules rules) {
        return new Settings(d.log(), d.decode(), d.ttl(), d.clock(), d.feed(), rules, d.state(), d.sinks());
    }
}
