package io.tocsin.pipeline.consume.natsstreaming;

import io.nats.streaming.SubscriptionOptions;
import io.tocsin.config.Settings;
import io.tocsin.model.Message;
import io.tocsin.nats.ConnectFailedException;
import io.tocsin.nats.NatsServer;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import io.tocsin.pipeline.consume.Repairs;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A channel of a NATS Streaming server.
 *
 * <p>Each {@link #read} has a connection and a subscription of its own; the receiver is called on the reading thread.
 * A read starts even where the server is not up yet, if it follows the log; a bounded read and {@link #bounds} give up
 * after ten seconds. A refused login or certificate, a wrong cluster id and a client id in use by another live process
 * end a read that has not started yet. A log that is shorter than it was ends any read.
 *
 * <p>A read that follows the log acknowledges, and has up to 2,048 messages read ahead of the receiver. A bounded one
 * acknowledges nothing: it has one subscription after the other, each for about as many messages as fit into 16 MiB and
 * come in half a second, and the next one begins when the last message of the one before has come. What is read ahead takes
 * 128 MiB at most, however large the messages are; what comes beyond is asked for again.
 */
public final class NatsStreamingLog implements MessageLog {
    private static final Logger log = LoggerFactory.getLogger(NatsStreamingLog.class);
    private static final long PROBE_WAIT_MS = 2_000;

    private final LogContext context;
    private final Reads reads;
    private final ExecutorService monitorThread;

    /**
     * Connects to nothing yet.
     *
     * @param clientId the streaming client id of the first read; reads that run at the same time get {@code -2},
     *     {@code -3} and so on behind it. Letters, digits, {@code -} and {@code _}
     */
    public NatsStreamingLog(Settings.Log settings, String clientId) {
        this(settings, clientId, Tuning.DEFAULT);
    }

    NatsStreamingLog(Settings.Log settings, String clientId, Tuning tuning) {
        this.monitorThread = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "tocsin-log-monitor");
            thread.setDaemon(true);
            return thread;
        });
        String monitor = settings.monitor();
        this.context = new LogContext(
                settings,
                new NatsServer(settings),
                monitor == null ? null : new Monitor(monitor, settings.channel()),
                monitorThread,
                tuning,
                new Stats());
        this.reads = new Reads(clientId);
    }

    @Override
    public String describe() {
        String version = "";
        Monitor monitor = context.monitor();
        if (monitor != null) {
            try {
                version = " " + monitor.look().version();
            } catch (IOException e) {
                log.debug("no version from the monitoring port", e);
            }
        }
        return "nats-streaming" + version + " at " + context.server().address() + ", channel " + context.channel();
    }

    @Override
    public Optional<Duration> maxAge() {
        Monitor monitor = context.monitor();
        try {
            return monitor == null ? Optional.empty() : monitor.maxAge();
        } catch (IOException e) {
            log.debug("no limits from the monitoring port", e);
            return Optional.empty();
        }
    }

    @Override
    public Bounds bounds() throws LogException, InterruptedException {
        Monitor monitor = context.monitor();
        if (monitor != null) {
            try {
                Monitor.Snapshot snapshot = monitor.look();
                requireCluster(snapshot);
                if (snapshot.last() > 0) {
                    return new Bounds(snapshot.first(), snapshot.last());
                }
                // A server that is still starting knows no channel yet: ask again once it takes clients.
                reads.asProbe(id -> withLink(id, link -> 0L));
                snapshot = monitor.look();
                return new Bounds(snapshot.first(), snapshot.last());
            } catch (IOException e) {
                log.warn("The monitoring port does not answer ({}); asking by a subscription", e.toString());
            }
        }
        return reads.asProbe(id -> withLink(id, this::probe));
    }

    private void requireCluster(Monitor.Snapshot snapshot) throws LogException {
        String wanted = context.settings().cluster();
        if (!snapshot.cluster().equals(wanted)) {
            throw new LogException("the streaming server's cluster id is '" + snapshot.cluster() + "', not '" + wanted
                    + "'; check log.cluster and log.monitor");
        }
    }

    /** Something asked over a connection of its own. */
    private interface Question<T> {
        T ask(Link link) throws ConnectFailedException, InterruptedException;
    }

    private <T> T withLink(String clientId, Question<T> question) throws LogException, InterruptedException {
        try (Link link = new Link(context.server(), context.channel(), clientId, context.tuning())) {
            new Opener(context, link, false).openForProbes();
            return question.ask(link);
        } catch (ConnectFailedException e) {
            throw new LogException(String.valueOf(e.getMessage()), e);
        }
    }

    private Bounds probe(Link link) throws ConnectFailedException, InterruptedException {
        OptionalLong last = first(link, new SubscriptionOptions.Builder().startWithLastReceived());
        OptionalLong first = last.isEmpty()
                ? OptionalLong.empty()
                : first(link, new SubscriptionOptions.Builder().deliverAllAvailable());
        return first.isEmpty() ? new Bounds(1, 0) : new Bounds(first.getAsLong(), last.getAsLong());
    }

    private static OptionalLong first(Link link, SubscriptionOptions.Builder start)
            throws ConnectFailedException, InterruptedException {
        Probe probe = link.probe(start);
        try {
            return probe.await(PROBE_WAIT_MS);
        } finally {
            probe.close();
        }
    }

    @Override
    public void read(long from, long to, Receiver receiver) throws LogException, InterruptedException {
        if (from < 1) {
            throw new IllegalArgumentException("from must be at least 1, was " + from);
        }
        reads.run(id -> new LogReader(context, id, from, to, receiver).run());
    }

    /** Costs a short read of its own where the message is still kept. */
    @Override
    public void verify(long sequence, long timestamp) throws LogException, InterruptedException {
        if (sequence == 0) {
            return;
        }
        Bounds bounds = bounds();
        if (bounds.last() < sequence) {
            throw context.loss().shorter(sequence, timestamp, bounds.last(), context.look());
        }
        if (timestamp == Message.NO_TIMESTAMP || bounds.first() > sequence) {
            return;
        }
        AtomicLong found = new AtomicLong(timestamp);
        reads.asProbe(id -> {
            new LogReader(context, id, sequence, sequence, message -> found.set(message.timestamp())).run();
            return true;
        });
        if (found.get() > timestamp) {
            throw context.loss().another(sequence, timestamp, found.get(), context.look());
        }
    }

    @Override
    public Repairs repairs() {
        return context.stats().snapshot();
    }

    @Override
    public void close() {
        reads.close();
        monitorThread.shutdownNow();
    }
}
