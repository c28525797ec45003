package io.tocsin.pipeline.send;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.slf4j.LoggerFactory;

/** A dispatcher over an outbox in memory, with two sinks that answer as told. */
abstract class DispatcherFixture {
    static final Duration LIMIT = Duration.ofSeconds(10);
    static final Settings.Retry RETRY =
            new Settings.Retry(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));
    static final Outcome AGAIN = new Outcome.Retry("451 later");
    static final Outcome DOWN = new Outcome.Unavailable("no route");

    final MemoryOutbox outbox = new MemoryOutbox();
    final List<String> closed = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();
    final InstantPause instantly = new InstantPause();
    final ScriptedSink mail = new ScriptedSink("mail", closed, instantly);
    final ScriptedSink nats = new ScriptedSink("nats", closed, instantly);
    final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    final Logger logger = (Logger) LoggerFactory.getLogger(SinkWorker.class);

    /** Passes at once, and moves its own time on by what it was asked to wait, or to the next event. */
    static final class InstantPause implements Pause {
        final AtomicLong time = new AtomicLong();
        private final SortedMap<Long, Runnable> events = new ConcurrentSkipListMap<>();

        /** Has something happen at a time, if somebody waits for it. */
        void at(Duration when, Runnable event) {
            events.put(when.toNanos(), event);
        }

        @Override
        public void on(Object monitor, Duration wait) {
            long end = time.get() + wait.toNanos();
            if (events.isEmpty() || events.firstKey() > end) {
                time.set(end);
            } else {
                long when = events.firstKey();
                time.set(Math.max(time.get(), when));
                events.remove(when).run();
            }
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
