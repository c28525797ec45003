package io.tocsin.pipeline.send.nats;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.ChannelName;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DeadLetterJson;
import io.tocsin.model.DerivedEvent;
import io.tocsin.nats.NatsServer;
import io.tocsin.pipeline.send.Outcome;
import io.tocsin.pipeline.send.PipelinedSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes each alert to its channel, each derived event to the one it names and dead letters to one; each is answered when
 * the server has acknowledged it, many are under way. Connects at the first send; after any doubt about the connection what
 * is under way ends, and the next send connects anew. An acknowledgement that does not come is a {@link Outcome.Retry}: the
 * server may have stored the message, and NATS Streaming does not recognise a duplicate, so readers go by the id.
 */
public final class NatsStreamingSink implements PipelinedSink {
    private static final Logger log = LoggerFactory.getLogger(NatsStreamingSink.class);
    private static final int WINDOW = 128;
    private static final long CLOSE_SECONDS = 5;

    private final String name;
    private final Function<Alert, String> channel;
    private final @Nullable String letterChannel;
    private final Function<Alert, byte[]> alertBody;
    private final Function<DerivedEvent, byte[]> eventBody;
    private final Duration limit;
    private final PublishSession session;

    /** Connecting may take long, so it is done here; while anything waits here, this thread alone uses the session. */
    private final ThreadPoolExecutor worker;

    /** How much of that there is. Where there is none, who begins a send uses the session. */
    private final AtomicInteger handedOver = new AtomicInteger();

    /** A sink that takes no dead letters. */
    public NatsStreamingSink(
            String name,
            Settings.Log server,
            String clientId,
            Function<Alert, String> channel,
            Function<Alert, byte[]> alertBody,
            Function<DerivedEvent, byte[]> eventBody,
            Duration limit) {
        this(name, server, clientId, channel, null, alertBody, eventBody, limit);
    }

    /**
     * @param name as in settings
     * @param clientId a streaming client id of its own
     * @param channel where an alert goes
     * @param letterChannel where dead letters go, or null where none come
     * @param limit how long one send may take
     */
    public NatsStreamingSink(
            String name,
            Settings.Log server,
            String clientId,
            Function<Alert, String> channel,
            @Nullable String letterChannel,
            Function<Alert, byte[]> alertBody,
            Function<DerivedEvent, byte[]> eventBody,
            Duration limit) {
        this.name = name;
        this.channel = channel;
        this.letterChannel = letterChannel;
        this.alertBody = alertBody;
        this.eventBody = eventBody;
        this.limit = limit;
        this.session = new PublishSession(new NatsServer(server), clientId, limit, WINDOW + 1);
        this.worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WINDOW), task -> {
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
    public int window() {
        return WINDOW;
    }

    @Override
    public CompletionStage<Outcome> begin(Alert alert) {
        return begin(channel.apply(alert), alertBody, alert);
    }

    @Override
    public CompletionStage<Outcome> begin(DerivedEvent event) {
        return begin(event.channel(), eventBody, event);
    }

    @Override
    public CompletionStage<Outcome> begin(DeadLetter letter) {
        return letterChannel == null
                ? CompletableFuture.completedFuture(new Outcome.Rejected(name + " takes no dead letters"))
                : begin(letterChannel, l -> DeadLetterJson.write(l).getBytes(StandardCharsets.UTF_8), letter);
    }

    private <T> CompletionStage<Outcome> begin(String to, Function<T, byte[]> encoder, T item) {
        Optional<String> problem = ChannelName.problem(to);
        if (problem.isPresent()) {
            return CompletableFuture.completedFuture(new Outcome.Rejected("channel '" + to + "' " + problem.get()));
        }
        Publication publication = new Publication(session, to, encoder.apply(item), limit);
        if (handedOver.get() == 0 && session.isOpen()) {
            // Waits for nothing, as the session has room for one more than the window; a thread between would only cost
            // time.
            publication.publish();
            return publication.answer(() -> {});
        }
        return handOver(publication);
    }

    private CompletionStage<Outcome> handOver(Publication publication) {
        FutureTask<Void> publishing = new FutureTask<>(publication, null);
        Runnable task = () -> {
            try {
                publishing.run();
            } finally {
                handedOver.decrementAndGet();
            }
        };
        handedOver.incrementAndGet();
        boolean accepted = false;
        try {
            worker.execute(task);
            accepted = true;
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(new Outcome.Unavailable("the sends before have not ended yet"));
        } finally {
            if (!accepted) {
                handedOver.decrementAndGet();
            }
        }
        return publication.answer(() -> {
            publishing.cancel(true);
            if (worker.remove(task)) {
                handedOver.decrementAndGet();
            }
        });
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
