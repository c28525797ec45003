package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Severity;
import io.tocsin.pipeline.send.Outcome;
import io.tocsin.pipeline.send.Sink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ReplaySenderTest {
    private static final Settings.Retry RETRY =
            new Settings.Retry(Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofHours(1));
    private static final Duration LONG = Duration.ofMinutes(1);

    private static class Answering implements Sink {
        private final String name;
        private final Deque<Outcome> answers;
        final List<String> asked = new ArrayList<>();
        boolean closed;

        Answering(String name, Outcome... answers) {
            this.name = name;
            this.answers = new ArrayDeque<>(Arrays.asList(answers));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Outcome send(Alert alert) {
            asked.add(alert.id());
            return answers.isEmpty() ? Outcome.SENT : answers.remove();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static Alert alert(String id) {
        return new Alert(id, "a", "r", AlertState.NOTICE, Severity.INFO, null, null, 1, 1, 1, 1, "", Map.of());
    }

    @Test
    void everySinkGetsEachAlertBeforeTheNextAndIsTriedAgain() {
        Answering first = new Answering("first", new Outcome.Retry("busy"), new Outcome.Unavailable("away"));
        Answering second = new Answering("second");
        try (ReplaySender sender = new ReplaySender(List.of(first, second), RETRY, LONG)) {
            sender.send(alert("1"));
            sender.send(alert("2"));

            assertThat(first.asked).containsExactly("1", "1", "1", "2");
            assertThat(second.asked).containsExactly("1", "2");
            assertThat(sender.sent()).isEqualTo(2);
            assertThat(sender.refusals()).isEmpty();
        }
        assertThat(first.closed && second.closed).isTrue();
    }

    @Test
    void whatIsRefusedForGoodDelaysNothingAndIsSaid() {
        Answering sink = new Answering("mail", new Outcome.Rejected("no such receiver"));
        try (ReplaySender sender = new ReplaySender(List.of(sink), RETRY, LONG)) {
            sender.send(alert("1"));
            sender.send(alert("2"));

            assertThat(sink.asked).containsExactly("1", "2");
            assertThat(sender.sent()).isEqualTo(1);
            assertThat(sender.refusals()).containsExactly("sink mail refuses alert 1: no such receiver");
        }
    }

    @Test
    void aSinkThatTakesNothingEndsItAndSaysHowFarItCame() {
        Outcome[] never = new Outcome[10_000];
        Arrays.fill(never, new Outcome.Unavailable("connection refused"));
        never[0] = Outcome.SENT;
        try (ReplaySender sender =
                new ReplaySender(List.of(new Answering("nats", never)), RETRY, Duration.ofMillis(20))) {
            sender.send(alert("1"));

            assertThatThrownBy(() -> sender.send(alert("2")))
                    .isInstanceOf(SendFailedException.class)
                    .hasMessage("sink nats does not take alert 2: connection refused; 1 alerts were sent before it, and"
                            + " none after");
        }
    }

    @Test
    void aStopDoesNotWaitForASink() throws Exception {
        Outcome[] never = new Outcome[10_000];
        Arrays.fill(never, new Outcome.Retry("busy"));
        Settings.Retry slow = new Settings.Retry(Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        CountDownLatch trying = new CountDownLatch(1);
        Sink sink = new Answering("nats", never) {
            @Override
            public Outcome send(Alert alert) {
                trying.countDown();
                return super.send(alert);
            }
        };
        ReplaySender sender = new ReplaySender(List.of(sink), slow, Duration.ofHours(9));
        Thread stopper = new Thread(() -> {
            try {
                trying.await();
                sender.stop();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        stopper.start();

        assertThatThrownBy(() -> sender.send(alert("1"))).hasMessageContaining("does not take alert 1: busy");
        stopper.join();
    }
}
