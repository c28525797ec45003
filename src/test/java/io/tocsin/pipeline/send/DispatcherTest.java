package io.tocsin.pipeline.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.config.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DispatcherTest extends DispatcherFixture {
    @Test
    void sendsWhatWaitsInOrderAndMarksItInGroups() throws InterruptedException {
        String[] ids = IntStream.rangeClosed(1, 600).mapToObj(Integer::toString).toArray(String[]::new);
        outbox.put("mail", ids);
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(mail.taken).containsExactly(ids);
            assertThat(outbox.marks()).extracting(List::size).containsExactly(64, 64, 64, 64, 64, 64, 64, 64, 64, 24);
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
    void wakesThoseThatAreNamed() throws InterruptedException {
        try (Dispatcher dispatcher = started(instantly, mail, nats)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
            outbox.put("mail", "a");
            outbox.put("nats", "b");
            dispatcher.wake(Set.of("nats", "unknown"));
            await().atMost(LIMIT).until(() -> outbox.left("nats") == 0);
            assertThat(mail.taken).isEmpty();
            dispatcher.wake(Set.of("mail"));
            await().atMost(LIMIT).until(() -> outbox.left("mail") == 0);
        }
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
    void aSlowSinkIsMarkedTenTimesASecond() throws InterruptedException {
        outbox.put("mail", "a", "b", "c", "d");
        for (int i = 0; i < 4; i++) {
            mail.then(() -> {
                instantly.time.addAndGet(70_000_000);
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
        mail.answers(Outcome.SENT, DOWN);
        Dispatcher dispatcher = new Dispatcher(
                outbox,
                List.of(mail, nats),
                new Settings.Retry(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1)),
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
    void twoSinksOfOneNameAreRefused() {
        assertThatThrownBy(() -> started(instantly, mail, new ScriptedSink("mail", closed, instantly)))
                .hasMessage("two sinks are named 'mail'");
    }
}
