package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.config.Settings;
import io.tocsin.nats.NatsServer;
import java.io.IOException;
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

    Loss loss() {
        return new Loss(this);
    }

    /** What the monitoring port says now, or null where there is none or it does not answer. */
    Monitor.@Nullable Snapshot look() {
        try {
            return monitor == null ? null : monitor.look();
        } catch (IOException e) {
            return null;
        }
    }
}
