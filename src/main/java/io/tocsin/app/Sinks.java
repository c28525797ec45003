package io.tocsin.app;

import io.tocsin.config.ChannelTemplate;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the sinks that the settings ask for. */
public final class Sinks {
    /** The sink of derived events; they go to the log's server whatever sinks alerts have. */
    static final String DERIVED = "derived";

    /** The sink of dead letters. */
    static final String DEAD_LETTERS = "dead-letters";

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
        return alerts(settings, settings.log().client());
    }

    /** The same, as another client of the log's server. */
    static List<Sink> alerts(Settings settings, String client) {
        Settings.Sinks s = settings.sinks();
        List<Sink> sinks = new ArrayList<>();
        if (s.nats() != null && s.nats().enabled()) {
            ChannelTemplate channel = s.nats().channel();
            sinks.add(nats("nats", settings, client, alert -> channel.channel(alert.severity(), alert.rule()), null));
        }
        if (s.email() != null && s.email().enabled()) {
            sinks.add(new EmailSink(s.email(), Clock.systemUTC()));
        }
        return sinks;
    }

    /** The sink of derived events. */
    static Sink derived(Settings settings) {
        return nats(DERIVED, settings, settings.log().client(), alert -> DERIVED, null);
    }

    /** The sink of dead letters, or null where nobody wants them. */
    static @Nullable Sink deadLetters(Settings settings) {
        String channel = settings.decode().deadLetter();
        return channel == null
                ? null
                : nats(DEAD_LETTERS, settings, settings.log().client(), alert -> channel, channel);
    }

    private static Sink nats(
            String name, Settings settings, String client, Function<Alert, String> channel, @Nullable String letters) {
        return new NatsStreamingSink(
                name,
                settings.log(),
                client + "-" + name,
                channel,
                letters,
                alert -> AlertJson.write(alert).getBytes(StandardCharsets.UTF_8),
                event -> DerivedEventJson.write(event).getBytes(StandardCharsets.UTF_8),
                SEND_LIMIT);
    }
}
