package io.tocsin.pipeline.send;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** A dispatcher over an outbox in memory, with two sinks that answer as told. */
abstract class DispatcherFixture {
    static final Duration LIMIT = Duration.ofSeconds(10);
    static final Settings.Retry RETRY = new Settings.Retry(Duration.ofSeconds(1), Duration.ofMinutes(1));
    static final Outcome AGAIN = new Outcome.Retry("no route");

    final MemoryOutbox outbox = new MemoryOutbox();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final ScriptedSink mail = new ScriptedSink("mail", closed);
    final ScriptedSink nats = new ScriptedSink("nats", closed);
    final InstantPause instantly = new InstantPause();
    final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    final Logger logger = (Logger) LoggerFactory.getLogger(SinkWorker.class);

    /** Passes at once, and moves its own time on by what it was asked to wait. */
    static final class InstantPause implements Pause {
        final List<Duration> waits = new CopyOnWriteArrayList<>();
        final AtomicLong time = new AtomicLong();

        @Override
        public boolean unless(CountDownLatch closing, Duration wait) {
            waits.add(wait);
            time.addAndGet(wait.toNanos());
            return closing.getCount() == 0;
        }

        @Override
        public long nanoTime() {
            return time.get();
        }
    }

    @BeforeEach
    void listen() {
        logged.list = new CopyOnWriteArrayList<>();
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(logged);
    }

    Dispatcher started(Pause pause, Sink... sinks) {
        return started(pause, Duration.ofHours(1), sinks);
    }

    Dispatcher started(Pause pause, Duration poll, Sink... sinks) {
        Dispatcher dispatcher = new Dispatcher(
                outbox,
                Arrays.asList(sinks),
                RETRY,
                new Random(7),
                (sink, why) -> failures.add(sink + ": " + why.getMessage()),
                pause,
                poll);
        dispatcher.start();
        return dispatcher;
    }

    List<String> log() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
