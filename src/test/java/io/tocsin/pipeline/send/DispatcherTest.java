package io.tocsin.pipeline.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.DerivedEvent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class DispatcherTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Settings.Retry RETRY = new Settings.Retry(Duration.ofSeconds(1), Duration.ofMinutes(1));
    private static final Outcome AGAIN = new Outcome.Retry("no route");

    private final MemoryOutbox outbox = new MemoryOutbox();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final ScriptedSink mail = new ScriptedSink("mail", closed);
    private final ScriptedSink nats = new ScriptedSink("nats", closed);
    private final InstantPause instantly = new InstantPause();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(SinkWorker.class);

    /** Passes at once, and moves its own time on by what it was asked to wait. */
    private static final class InstantPause implements Pause {
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

    private Dispatcher started(Pause pause, Sink... sinks) {
        return started(pause, Duration.ofHours(1), sinks);
    }

    private Dispatcher started(Pause pause, Duration poll, Sink... sinks) {
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

    private List<String> log() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void sendsWhatWaitsInOrderAndMarksItInBatches() throws InterruptedException {
        String[] ids = IntStream.rangeClosed(1, 600).mapToObj(Integer::toString).toArray(String[]::new);
        outbox.put("mail", ids);
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(mail.taken).containsExactly(ids);
            assertThat(outbox.marks()).extracting(List::size).containsExactly(256, 256, 88);
            assertThat(dispatcher.counts("mail")).isEqualTo(new SendCounts(600, 0, 0));
        }
    }

    @Test
    void wakesForWhatComesLater() {
        try (Dispatcher dispatcher = started(instantly, mail)) {
            outbox.put("mail", "a");
            dispatcher.wake();
            await().atMost(LIMIT).until(() -> outbox.left("mail") == 0);
            outbox.put("mail", "b");
            dispatcher.wake();
            await().atMost(LIMIT).until(() -> outbox.left("mail") == 0);
        }
        assertThat(mail.taken).containsExactly("a", "b");
    }

    @Test
    void findsWhatNobodyWokeItFor() throws InterruptedException {
        try (Dispatcher dispatcher = started(instantly, Duration.ofMillis(50), mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
            outbox.put("mail", "a");
            await().atMost(LIMIT).until(() -> outbox.left("mail") == 0);
        }
    }

    @Test
    void retriesWithGrowingWaitsAndKeepsTheOrder() throws InterruptedException {
        outbox.put("mail", "a", "b");
        mail.answers(Collections.nCopies(9, AGAIN).toArray(Outcome[]::new));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(mail.taken).containsExactly("a", "b");
            assertThat(mail.attempts.subList(0, 10)).containsOnly("a");
            long[] full = {1, 2, 4, 8, 16, 32, 60, 60, 60};
            assertThat(instantly.waits).hasSize(full.length);
            for (int i = 0; i < full.length; i++) {
                assertThat(instantly.waits.get(i))
                        .isBetween(Duration.ofMillis(full[i] * 800), Duration.ofSeconds(full[i]));
            }
            assertThat(instantly.waits.subList(6, 9)).doesNotHaveDuplicates();
            assertThat(dispatcher.counts("mail")).isEqualTo(new SendCounts(2, 9, 0));
        }
    }

    @Test
    void waitsShortAgainAfterASuccess() throws InterruptedException {
        outbox.put("mail", "a", "b");
        mail.answers(AGAIN, AGAIN, AGAIN, Outcome.SENT, AGAIN);
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(instantly.waits.get(3)).isLessThanOrEqualTo(RETRY.first());
    }

    @Test
    void logsARepeatingFailureOnceAndItsEndWithCountAndTime() throws InterruptedException {
        outbox.put("mail", "a");
        mail.answers(AGAIN, AGAIN, AGAIN, AGAIN, AGAIN, AGAIN);
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        long seconds = instantly.time.get() / 1_000_000_000;
        assertThat(log())
                .containsExactly(
                        "sink mail fails, will be tried again: no route",
                        "sink mail works again after 6 failures in " + seconds + " s");
    }

    @Test
    void setsAsideWhatIsRejectedAndGoesOn() throws InterruptedException {
        outbox.put("mail", "a", "b", "c");
        mail.answers(Outcome.SENT, new Outcome.Rejected("550 no\r\nsuch user"));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(mail.taken).containsExactly("a", "c");
            assertThat(outbox.asides()).containsExactly(Map.entry(2L, "550 no\\u{D}\\u{A}such user"));
            assertThat(dispatcher.counts("mail")).isEqualTo(new SendCounts(2, 0, 1));
            assertThat(log())
                    .containsExactly("sink mail refuses alert b of rule 'oil-high-pressure' for good, set aside:"
                            + " 550 no\\u{D}\\u{A}such user");
        }
    }

    @Test
    void aSinkForAlertsRefusesDerivedEvents() throws InterruptedException {
        DerivedEvent event = new DerivedEvent("derived", "avg", "p", 5, "h", "s", 1, 2, null, null, null);
        outbox.put("nats", new Outbox.Entry(1, null, event));
        outbox.put("alerts-only", new Outbox.Entry(2, null, event));
        Sink alertsOnly = new Sink() {
            @Override
            public String name() {
                return "alerts-only";
            }

            @Override
            public Outcome send(Alert alert) {
                return Outcome.SENT;
            }

            @Override
            public void close() {}
        };
        try (Dispatcher dispatcher = started(instantly, nats, alertsOnly)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(nats.taken).containsExactly("event 5");
        assertThat(outbox.asides()).containsEntry(2L, "alerts-only takes alerts only");
    }

    @Test
    void aBlockedSinkDelaysNoOther() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        outbox.put("mail", "a");
        outbox.put("nats", "b", "c");
        mail.then(() -> {
            release.await();
            return Outcome.SENT;
        });
        try (Dispatcher dispatcher = started(instantly, mail, nats)) {
            await().atMost(LIMIT).until(() -> outbox.left("nats") == 0);

            assertThat(nats.taken).containsExactly("b", "c");
            assertThat(dispatcher.awaitIdle(Duration.ofMillis(50))).isFalse();
            release.countDown();
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(mail.taken).containsExactly("a");
    }

    @Test
    void marksWhatWasSentBeforeItWaits() throws InterruptedException {
        outbox.put("mail", "a", "b", "c");
        mail.answers(Outcome.SENT, Outcome.SENT, AGAIN);
        List<List<Long>> markedAtTheWait = new CopyOnWriteArrayList<>();
        Pause watching = new Pause() {
            @Override
            public boolean unless(CountDownLatch closing, Duration time) {
                markedAtTheWait.addAll(outbox.marks());
                return instantly.unless(closing, time);
            }

            @Override
            public long nanoTime() {
                return instantly.nanoTime();
            }
        };
        try (Dispatcher dispatcher = started(watching, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(markedAtTheWait).containsExactly(List.of(1L, 2L));
    }

    @Test
    void aSlowSinkIsMarkedEachSecond() throws InterruptedException {
        outbox.put("mail", "a", "b", "c", "d");
        for (int i = 0; i < 4; i++) {
            mail.then(() -> {
                instantly.time.addAndGet(700_000_000);
                return Outcome.SENT;
            });
        }
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(outbox.marks()).containsExactly(List.of(1L, 2L, 3L), List.of(4L));
    }

    @Test
    void closeEndsAWaitAtOnceAndClosesTheSinksInReverse() {
        outbox.put("mail", "a", "b");
        mail.answers(Outcome.SENT, AGAIN);
        Dispatcher dispatcher = new Dispatcher(
                outbox,
                List.of(mail, nats),
                new Settings.Retry(Duration.ofHours(1), Duration.ofHours(1)),
                new Random(7),
                (sink, why) -> failures.add(sink));
        dispatcher.start();
        await().atMost(LIMIT).until(() -> dispatcher.counts("mail").retried() == 1);
        long begin = System.nanoTime();
        dispatcher.close(LIMIT);
        dispatcher.close(LIMIT);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(closed).containsExactly("nats", "mail");
        assertThat(outbox.left("mail")).isEqualTo(1);
        assertThat(failures).isEmpty();
        assertThat(log()).anyMatch(line -> line.startsWith("sink mail stops while failing, 1 times in "));
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("tocsin-send-mail", "tocsin-send-nats");
    }

    @Test
    void closeLetsASendUnderWayEndAndMarksIt() {
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        outbox.put("mail", "a", "b");
        mail.then(() -> {
            sending.countDown();
            release.await();
            return Outcome.SENT;
        });
        Dispatcher dispatcher = started(instantly, mail);
        await().atMost(LIMIT).until(() -> sending.getCount() == 0);
        Thread closer = new Thread(() -> dispatcher.close(LIMIT), "closer");
        closer.start();
        await().atMost(LIMIT).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        release.countDown();
        await().atMost(LIMIT).until(() -> !closer.isAlive());

        assertThat(mail.attempts).containsExactly("a");
        assertThat(outbox.marks()).containsExactly(List.of(1L));
        assertThat(closed).containsExactly("mail");
    }

    @Test
    void closeInterruptsASendThatDoesNotEnd() {
        CountDownLatch never = new CountDownLatch(1);
        outbox.put("mail", "a");
        mail.then(() -> {
            never.await();
            return Outcome.SENT;
        });
        Dispatcher dispatcher = started(instantly, mail);
        await().atMost(LIMIT).until(() -> !mail.attempts.isEmpty());
        dispatcher.close(Duration.ofSeconds(1));

        assertThat(closed).containsExactly("mail");
        assertThat(outbox.left("mail")).isEqualTo(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void aSinkThatThrowsIsTriedAgain() throws InterruptedException {
        outbox.put("mail", "a");
        mail.then(() -> {
            throw new IllegalStateException("oops");
        });
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(mail.taken).containsExactly("a");
            assertThat(dispatcher.counts("mail")).isEqualTo(new SendCounts(1, 1, 0));
            assertThat(log())
                    .contains("sink mail fails, will be tried again: it throws where it should answer:"
                            + " java.lang.IllegalStateException: oops");
        }
    }

    @Test
    void aBrokenOutboxIsReportedOnceAndTheWorkerGoesOn() throws InterruptedException {
        outbox.fail(new IllegalStateException("store closed"));
        outbox.put("mail", "a");
        try (Dispatcher dispatcher = started(instantly, mail)) {
            await().atMost(LIMIT).until(() -> instantly.waits.size() > 3);
            assertThat(failures).containsExactly("mail: store closed");
            outbox.fail(null);
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(mail.taken).containsExactly("a");
    }

    @Test
    void whatCouldNotBeMarkedIsNotSentTwice() throws InterruptedException {
        outbox.failMarks(true);
        outbox.put("mail", "a", "b");
        try (Dispatcher dispatcher = started(instantly, mail)) {
            await().atMost(LIMIT).until(() -> instantly.waits.size() > 3);
            outbox.failMarks(false);
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(mail.attempts).containsExactly("a", "b");
        assertThat(failures).containsExactly("mail: disk full");
    }

    @Test
    void twoSinksOfOneNameAreRefused() {
        assertThatThrownBy(() -> started(instantly, mail, new ScriptedSink("mail", closed)))
                .hasMessage("two sinks are named 'mail'");
    }
}
