package io.tocsin.pipeline.send.nats;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.ChannelName;
import io.tocsin.model.DerivedEvent;
import io.tocsin.nats.ConnectFailedException;
import io.tocsin.nats.NatsServer;
import io.tocsin.pipeline.send.Outcome;
import io.tocsin.pipeline.send.Sink;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes alerts to one channel and derived events to the channel each names, and waits for the server's
 * acknowledgement. Connects at the first send; after any doubt the next send connects anew. An answer that does not
 * come is a {@link Outcome.Retry}: the server may have stored the message, and NATS Streaming does not recognise a
 * duplicate, so readers go by the id.
 */
public final class NatsStreamingSink implements Sink {
    private static final Logger log = LoggerFactory.getLogger(NatsStreamingSink.class);
    private static final int IN_FLIGHT = 64;
    private static final long CLOSE_SECONDS = 5;

    private final String name;
    private final String channel;
    private final Function<Alert, byte[]> alertBody;
    private final Function<DerivedEvent, byte[]> eventBody;
    private final Duration limit;
    private final PublishSession session;

    /** The library may block for long, so it is called here; this thread alone uses the session. */
    private final ThreadPoolExecutor worker;

    /**
     * @param name as in settings
     * @param clientId a streaming client id of its own
     * @param channel where alerts go
     * @param limit how long one send may take
     */
    public NatsStreamingSink(
            String name,
            Settings.Log server,
            String clientId,
            String channel,
            Function<Alert, byte[]> alertBody,
            Function<DerivedEvent, byte[]> eventBody,
            Duration limit) {
        this.name = name;
        this.channel = channel;
        this.alertBody = alertBody;
        this.eventBody = eventBody;
        this.limit = limit;
        this.session = new PublishSession(new NatsServer(server), clientId, limit, IN_FLIGHT);
        this.worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), task -> {
            Thread thread = new Thread(task, "tocsin-sink-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Outcome send(Alert alert) throws InterruptedException {
        return send(channel, alertBody, alert);
    }

    @Override
    public Outcome send(DerivedEvent event) throws InterruptedException {
        return send(event.channel(), eventBody, event);
    }

    private <T> Outcome send(String to, Function<T, byte[]> encoder, T item) throws InterruptedException {
        Optional<String> problem = ChannelName.problem(to);
        if (problem.isPresent()) {
            return new Outcome.Rejected("channel '" + to + "' " + problem.get());
        }
        byte[] body = encoder.apply(item);
        long end = System.nanoTime() + limit.toNanos();
        FutureTask<Outcome> sending = new FutureTask<>(() -> attempt(to, body, end));
        try {
            worker.execute(sending);
            return sending.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Retry("no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            log.warn("Sink {}: unexpected failure", name, e.getCause());
            return new Outcome.Retry("unexpected failure: " + e.getCause());
        } catch (RejectedExecutionException e) {
            return new Outcome.Retry("the send before has not ended yet");
        } finally {
            sending.cancel(true);
            worker.remove(sending);
        }
    }

    private Outcome attempt(String to, byte[] body, long end) throws InterruptedException {
        boolean sure = false;
        try {
            session.open();
            String tooLarge = session.tooLarge(to, body);
            if (tooLarge != null) {
                sure = true;
                return new Outcome.Rejected(tooLarge);
            }
            CompletableFuture<Void> answer = new CompletableFuture<>();
            session.publish(to, body, failure -> {
                if (failure == null) {
                    answer.complete(null);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
            answer.get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            sure = true;
            return Outcome.SENT;
        } catch (ConnectFailedException e) {
            return new Outcome.Retry(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Outcome.Retry("not published to '" + to + "': " + e.getMessage());
        } catch (ExecutionException e) {
            return new Outcome.Retry("not acknowledged on '" + to + "': " + reason(e));
        } catch (TimeoutException e) {
            return new Outcome.Retry("not acknowledged on '" + to + "' within " + limit.toMillis() + " ms");
        } finally {
            if (!sure) {
                session.close();
            }
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? "unknown" : String.valueOf(cause.getMessage());
    }

    @Override
    public void close() {
        try {
            worker.execute(session::close);
            worker.shutdown();
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
                log.warn("Sink {}: the connection did not close within {} s", name, CLOSE_SECONDS);
            }
        } catch (RejectedExecutionException e) { // a send hangs; its connection goes with the process
            worker.shutdownNow();
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
