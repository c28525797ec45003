package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.config.Settings;
import io.tocsin.nats.NatsServer;
import io.tocsin.pipeline.consume.LogException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** What all reads of one log share. */
record LogContext(
        Settings.Log settings,
        NatsServer server,
        @Nullable Monitor monitor,
        ExecutorService monitorThread,
        Tuning tuning,
        Stats stats) {

    String channel() {
        return settings.channel();
    }

    long watchdogNanos() {
        return settings.watchdog().toNanos();
    }

    Watch watch(Link link) {
        return new Watch(monitor, monitorThread, link, watchdogNanos());
    }

    LogException reset(long expected, long found) {
        return new LogException("channel '" + channel() + "' at " + server.address() + " was reset: message " + expected
                + " is due, but the log's last is " + found
                + " (its store was wiped, the channel expired, or this is another server). Check log.url, log.cluster"
                + " and log.channel; if the reset is meant, move the state folder away to start afresh");
    }
}
