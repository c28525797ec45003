package io.tocsin.pipeline.send.nats;

import io.tocsin.config.Settings;
import io.tocsin.model.ChannelName;
import io.tocsin.nats.ConnectFailedException;
import io.tocsin.nats.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes lines to one channel, in order, many in flight. The first failure ends it: what follows could only be stored
 * in another order. For one thread.
 */
public final class NatsStreamingPublisher implements AutoCloseable {
    private static final long RETRY_MS = 100;

    private final String channel;
    private final int inFlight;
    private final double perSecond;
    private final Duration limit;
    private final BooleanSupplier stopped;
    private final PublishSession session;
    private final Semaphore window;
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private long published;
    private long startedAt;

    /** As below, for who is never asked to stop. */
    public NatsStreamingPublisher(
            Settings.Log server, String clientId, String channel, int inFlight, double perSecond, Duration limit) {
        this(server, clientId, channel, inFlight, perSecond, limit, () -> false);
    }

    /**
     * Connects to nothing yet.
     *
     * @param channel where the lines go
     * @param inFlight the most lines on their way, at least 1
     * @param perSecond lines a second, or 0 for as fast as the server takes them
     * @param limit how long connecting, or the server's acknowledgement, may take
     * @param stopped whether its thread has been interrupted to end its work. Asked after each line, as the library drops an
     *     interrupt that comes while it waits for its lock (StreamingConnectionImpl.publish)
     */
    public NatsStreamingPublisher(
            Settings.Log server,
            String clientId,
            String channel,
            int inFlight,
            double perSecond,
            Duration limit,
            BooleanSupplier stopped) {
        this.stopped = stopped;
        this.channel = channel;
        this.inFlight = inFlight;
        this.perSecond = perSecond;
        this.limit = limit;
        this.session = new PublishSession(new NatsServer(server), clientId, limit, inFlight + 1);
        this.window = new Semaphore(inFlight);
    }

    private record Failure(long line, String reason) {}

    /** Connects, waiting up to the limit for a streaming server that is still starting. */
    public void connect() throws PublishException, InterruptedException {
        Optional<String> problem = ChannelName.problem(channel);
        if (problem.isPresent()) {
            throw new PublishException("channel '" + channel + "' " + problem.get());
        }
        long end = System.nanoTime() + limit.toNanos();
        while (true) {
            try {
                session.open();
                startedAt = System.nanoTime();
                return;
            } catch (ConnectFailedException e) {
                if (e.kind() != ConnectFailedException.Kind.NO_STREAMING || System.nanoTime() > end) {
                    throw new PublishException(String.valueOf(e.getMessage()), e);
                }
            }
            Thread.sleep(RETRY_MS);
        }
    }

    /**
     * Sends one line; blocks for the rate and while too many are on their way.
     *
     * @param line its number, for errors
     * @throws PublishException naming this line or an earlier one
     */
    public void publish(long line, byte[] body) throws PublishException, InterruptedException {
        keepRate();
        String tooLarge = session.tooLarge(channel, body);
        if (tooLarge != null) {
            throw new PublishException("line " + line + ": " + tooLarge);
        }
        acquire(1, line);
        try {
            published++;
            session.publish(channel, body, e -> {
                if (e != null) {
                    failure.compareAndSet(null, new Failure(line, String.valueOf(e.getMessage())));
                }
                window.release();
            });
        } catch (IOException e) {
            throw new PublishException("line " + line + " was not published: " + e.getMessage(), e);
        }
        if (stopped.getAsBoolean()) {
            Thread.interrupted(); // where the library has not dropped it
            throw new InterruptedException("asked to stop");
        }
    }

    private void keepRate() throws InterruptedException {
        if (perSecond > 0) {
            long due = startedAt + (long) (published * 1e9 / perSecond);
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
        }
    }

    private void acquire(int permits, long line) throws PublishException, InterruptedException {
        // Twice the limit, so that the library's own timeout names the line first.
        boolean acquired = window.tryAcquire(permits, 2 * limit.toMillis(), TimeUnit.MILLISECONDS);
        Failure failed = failure.get();
        if (failed != null) {
            throw new PublishException("line " + failed.line() + " was not acknowledged by the server ("
                    + failed.reason() + "); the log may have it all the same");
        }
        if (!acquired) {
            throw new PublishException("the server acknowledges nothing; stopped at line " + line);
        }
    }

    /**
     * Waits until every line is acknowledged.
     *
     * @return how many were published
     */
    public long finish() throws PublishException, InterruptedException {
        acquire(inFlight, published);
        window.release(inFlight);
        return published;
    }

    @Override
    public void close() {
        session.close();
    }
}
