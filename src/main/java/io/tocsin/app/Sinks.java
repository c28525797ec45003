package io.tocsin.app;

import io.tocsin.config.Settings;
import io.tocsin.model.AlertJson;
import io.tocsin.model.DerivedEventJson;
import io.tocsin.pipeline.send.Sink;
import io.tocsin.pipeline.send.email.EmailSink;
import io.tocsin.pipeline.send.nats.NatsStreamingSink;
import io.tocsin.pipeline.send.terminal.TerminalSink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Makes the sinks that the settings ask for. */
public final class Sinks {
    /** The sink of derived events; they go to the log's server whatever sinks alerts have. */
    static final String DERIVED = "derived";

    private static final Duration SEND_LIMIT = Duration.ofSeconds(10);

    private Sinks() {}

    /** Alerts as lines on standard output. */
    public static Sink terminal(boolean colour) {
        return new TerminalSink(new FileOutputStream(FileDescriptor.out), colour);
    }

    /**
     * The enabled sinks of alerts, but for the terminal: that one is the command's.
     *
     * @throws IllegalArgumentException if a setting does not do; the message names its key
     */
    static List<Sink> alerts(Settings settings) {
        Settings.Sinks s = settings.sinks();
        List<Sink> sinks = new ArrayList<>();
        if (s.nats() != null && s.nats().enabled()) {
            sinks.add(nats("nats", settings, s.nats().channel()));
        }
        if (s.email() != null && s.email().enabled()) {
            sinks.add(new EmailSink(s.email(), Clock.systemUTC()));
        }
        return sinks;
    }

    /** The sink of derived events. */
    static Sink derived(Settings settings) {
        return nats(DERIVED, settings, DERIVED);
    }

    private static Sink nats(String name, Settings settings, String channel) {
        return new NatsStreamingSink(
                name,
                settings.log(),
                settings.log().client() + "-" + name,
                channel,
                alert -> AlertJson.write(alert).getBytes(StandardCharsets.UTF_8),
                event -> DerivedEventJson.write(event).getBytes(StandardCharsets.UTF_8),
                SEND_LIMIT);
    }
}
