package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertState;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Severity;
import io.tocsin.observe.Counters;
import io.tocsin.store.Commit;
import io.tocsin.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Timeout(30)
class OutboxLimitTest {
    private static final long LIMIT = 100;
    private final Counters counters = new Counters();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(OutboxLimit.class);

    @TempDir
    private Path folder;

    private int alerts;
    private Store store;
    private OutboxLimit limit;

    @BeforeEach
    void open() {
        store = Store.open(folder);
        limit = new OutboxLimit(store.outbox(), List.of("mail", "nats"), LIMIT, counters);
        logged.list = new CopyOnWriteArrayList<>();
        logged.start();
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        store.close();
    }

    private Alert alert(AlertState state) {
        String id = "alert " + ++alerts;
        return new Alert(id, id, "rule", state, Severity.INFO, null, null, 0, 0, 1, 1, "summary", Map.of());
    }

    private void put(String sink, int entries) {
        put(sink, AlertState.FIRING, entries);
    }

    private void put(String sink, AlertState state, int entries) {
        store.commit(new Commit(
                new Checkpoint(1, ClockState.START),
                List.of(),
                Stream.generate(() -> new Commit.Outgoing(sink, alert(state), null))
                        .limit(entries)
                        .toList(),
                List.of(),
                List.of(),
                0,
                List.of(),
                List.of(),
                null,
                null,
                List.of()));
    }

    private CompletableFuture<Boolean> waiting() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread waiter = new Thread(
                () -> {
                    try {
                        answer.complete(limit.awaitRoom());
                    } catch (InterruptedException e) {
                        answer.completeExceptionally(e);
                    }
                },
                "waiter");
        waiter.setDaemon(true);
        waiter.start();
        await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING || !waiter.isAlive());
        return answer;
    }

    private List<String> log() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void belowTheLimitNobodyWaits() throws InterruptedException {
        put("mail", 60);
        put("nats", 39);

        assertThat(limit.isReachedWith(0)).isFalse();
        assertThat(limit.isReachedWith(1)).isTrue();
        assertThat(limit.awaitRoom()).isTrue();
        assertThat(log()).isEmpty();
        assertThat(counters.outboxFulls()).isZero();
    }

    @Test
    void atTheLimitItWaitsUntilATenthIsFreeAndSaysBothOnce() throws Exception {
        put("mail", 70);
        put("nats", 30);
        CompletableFuture<Boolean> answer = waiting();

        store.outbox().sent(LongStream.rangeClosed(1, 9).boxed().toList());
        await().during(Duration.ofMillis(400)).until(() -> !answer.isDone());
        store.outbox().setAside(10, "refused");
        assertThat(answer.get()).isTrue();

        assertThat(log()).hasSize(2);
        assertThat(log().get(0))
                .startsWith("the outbox is full: 100 entries wait to be sent (mail 70, nats 30; state.outbox is 100).");
        assertThat(log().get(1)).matches("the outbox has room again after \\d+ s: reading the log goes on");
        assertThat(counters.outboxFulls()).isEqualTo(1);
    }

    @Test
    void whereThereIsEnoughToSpareNobodyWaits() throws InterruptedException {
        put("mail", AlertState.NOTICE, 30);
        put("nats", AlertState.REPEATED, 4);
        put("mail", 66);

        assertThat(limit.awaitRoom()).isTrue();
        assertThat(store.outbox().waiting(List.of("mail", "nats"))).isEqualTo(90);
        assertThat(log())
                .containsExactly(
                        "the outbox was full: 100 entries wait to be sent (mail 96, nats 4; state.outbox is 100)."
                                + " To make room, 4 repeats and 6 notices were dropped, and 0 changes of alerts that have changed"
                                + " since were left out. Mend the sink, or switch it off in the settings and start again");
        assertThat(counters.outboxFulls()).isZero();
    }

    @Test
    void whereThereIsTooLittleToSpareItGoesAndTheRestIsWaitedFor() throws Exception {
        put("mail", AlertState.NOTICE, 3);
        put("mail", 97);
        CompletableFuture<Boolean> answer = waiting();

        assertThat(store.outbox().waiting(List.of("mail"))).isEqualTo(97);
        assertThat(answer).isNotDone();
        store.outbox().sent(LongStream.rangeClosed(4, 10).boxed().toList());
        assertThat(answer.get()).isTrue();
        assertThat(log()).hasSize(3);
        assertThat(log().get(1)).startsWith("the outbox is full: 97 entries wait");
    }

    @Test
    void whatWaitsForASinkThatIsSwitchedOffDoesNotCount() throws InterruptedException {
        put("gone", 500);
        put("mail", 99);

        assertThat(limit.awaitRoom()).isTrue();
    }

    @Test
    void aStopEndsTheWait() throws Exception {
        put("mail", 100);
        CompletableFuture<Boolean> answer = waiting();

        limit.close();

        assertThat(answer.get()).isFalse();
    }
}
