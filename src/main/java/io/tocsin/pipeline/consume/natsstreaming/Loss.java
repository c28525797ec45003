package io.tocsin.pipeline.consume.natsstreaming;

import io.tocsin.model.Message;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.consume.LogResetException;
import org.jspecify.annotations.Nullable;

/** Tells the operator how a log that was read before came to be another one, as far as the server's word allows. */
final class Loss {
    private static final String ADVICE =
            "Check log.url, log.cluster and log.channel. If the loss is real, start once with `tocsin run --accept-reset`: it"
                    + " reads the channel from its beginning and keeps open alerts and what is still to be sent";

    private final LogContext context;

    Loss(LogContext context) {
        this.context = context;
    }

    /**
     * The log ends before a message that was read from it.
     *
     * @param read the last message read
     * @param timestamp the latest log timestamp up to it, epoch ms, or {@link Message#NO_TIMESTAMP}
     * @param last the last message it has now, 0 for none
     */
    LogResetException shorter(long read, long timestamp, long last, Monitor.@Nullable Snapshot server) {
        String now = last == 0 ? "it holds none now" : "it was begun anew and holds messages up to " + last + " now";
        return new LogResetException(
                subject() + " was reset: messages up to " + read + " were read from it, but " + now + ". "
                        + cause(timestamp, server),
                ADVICE);
    }

    /** In place of a message that was read stands another one; both timestamps in epoch ms. */
    LogResetException another(long sequence, long timestamp, long found, Monitor.@Nullable Snapshot server) {
        return new LogResetException(
                subject()
                        + " was reset: it was begun anew and has come further than the log before. Message "
                        + sequence + " was read, stored at " + time(timestamp) + "; message " + sequence
                        + " now is another one, stored at " + time(found) + ". " + cause(timestamp, server),
                ADVICE);
    }

    private String subject() {
        return "channel '" + context.channel() + "' at " + context.server().address();
    }

    /** A server that has run all the time cannot have had its store wiped; it deletes a channel by itself only. */
    private static String cause(long timestamp, Monitor.@Nullable Snapshot server) {
        if (server == null || timestamp == Message.NO_TIMESTAMP) {
            return "The channel expired (the server's max_inactivity), the server's store was wiped, or this is another server";
        }
        return server.started() <= timestamp
                ? "The channel expired: the server, up since " + time(server.started())
                        + ", deleted it after max_inactivity without messages and readers; raise that limit"
                : "The server was started at " + time(server.started())
                        + ", after the last message read: its store was wiped, or this is another server";
    }

    private static String time(long millis) {
        return UtcTime.format(millis);
    }
}
