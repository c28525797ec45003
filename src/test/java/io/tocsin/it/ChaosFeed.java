package io.tocsin.it;

import static org.awaitility.Awaitility.await;

import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.ServerSettings;
import io.tocsin.pipeline.send.nats.NatsStreamingPublisher;
import io.tocsin.pipeline.send.nats.PublishException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Publishes the {@link ChaosStream}, and goes on where it was as soon as it can when the server dies. */
final class ChaosFeed implements AutoCloseable {
    private static final double PER_SECOND = 600;
    private static final int IN_FLIGHT = 64;
    private static final Duration IDLE = Duration.ofSeconds(3);

    private final StreamingServer server;
    private final String channel;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(r -> new Thread(r, "test-feed"));
    private final CountDownLatch begun = new CountDownLatch(1);
    private final Future<Duration> fed;

    ChaosFeed(StreamingServer server, String channel) {
        this.server = server;
        this.channel = channel;
        this.fed = thread.submit(this::feed);
    }

    /** Whoever reads is there: one that is slow to start would miss the pauses. */
    void begin() {
        begun.countDown();
    }

    boolean isOver() {
        return fed.isDone();
    }

    /** Waits for the end. Answers the longest pause within a block. */
    Duration finish() throws Exception {
        return fed.get(Tocsin.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private Duration feed() throws Exception {
        begun.await();
        long longest = 0;
        for (List<String> block : ChaosStream.blocks()) {
            longest = Math.max(longest, publish(block));
            TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
        }
        return Duration.ofNanos(longest);
    }

    private long publish(List<String> block) throws Exception {
        int next = 0;
        long longest = 0;
        while (next < block.size()) {
            try (NatsStreamingPublisher publisher = publisher()) {
                publisher.connect();
                long last = System.nanoTime();
                while (next < block.size()) {
                    publisher.publish(next, block.get(next).getBytes(StandardCharsets.UTF_8));
                    next++;
                    longest = Math.max(longest, System.nanoTime() - last);
                    last = System.nanoTime();
                }
                publisher.finish();
                longest = Math.max(longest, System.nanoTime() - last);
            } catch (PublishException e) { // what was not acknowledged may be missing; the log is what it is
                await("the server's return").atMost(Tocsin.LIMIT).until(() -> Monitor.isThere(server));
            }
        }
        return longest;
    }

    private NatsStreamingPublisher publisher() {
        return new NatsStreamingPublisher(
                ServerSettings.of(server, channel).log(),
                "feed-" + channel,
                channel,
                IN_FLIGHT,
                PER_SECOND,
                Duration.ofSeconds(2));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
