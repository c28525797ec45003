package io.tocsin.pipeline.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.Alert;
import io.tocsin.model.DerivedEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DispatcherFailureTest extends DispatcherFixture {
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
}
