package io.tocsin.pipeline.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Sink} to a server promises, on a real one that asks for a login; one subclass for each. */
@Timeout(120)
public abstract class SinkContract {
    /** How long one send of the sinks under test may take. */
    protected static final Duration LIMIT = Duration.ofSeconds(2);

    protected static final String USER = "tocsin";
    protected static final String PASSWORD = "s3cret-Passw0rd";

    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final int SENDS = 20;
    private static final int ALERTS = 150;
    private static final int CHANGES = 6;

    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final MemoryOutbox outbox = new MemoryOutbox();

    /** A sink that logs in at this port of loopback, with {@link #LIMIT}. */
    protected abstract Sink sink(int port) throws Exception;

    /** Where the real server listens. */
    protected abstract int port();

    /** Everything the server has taken, in order, each message as its reader gets it. */
    protected abstract List<String> received() throws Exception;

    /** The id of the alert in such a message. */
    protected abstract String id(String message);

    /** Has the server refuse the alert of this id, and no other, for good. */
    protected abstract Alert refused(String id);

    /** Ends the server as a crash would. */
    protected abstract void down() throws Exception;

    /** Starts it again, with what it had stored. */
    protected abstract void up() throws Exception;

    /** Servers that talk without end: at first, after a start that is as it should be, fast and slowly. */
    protected abstract List<EndlessServer> endless() throws Exception;

    @AfterEach
    void noReasonIsMoreThanALineOrTellsASecret() {
        assertThat(reasons).allSatisfy(reason -> assertThat(reason)
                .isNotBlank()
                .hasSizeLessThan(1_000)
                .doesNotContainPattern("\\p{Cntrl}")
                .doesNotContain(PASSWORD, base64(PASSWORD), base64("\0" + USER + "\0" + PASSWORD)));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Outcome send(Sink sink, String id) throws InterruptedException {
        return send(sink, Alerts.firing(id));
    }

    private Outcome send(Sink sink, Alert alert) throws InterruptedException {
        long start = System.nanoTime();
        Outcome outcome = sink.send(alert);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT.multipliedBy(3));
        if (outcome instanceof Outcome.Retry retry) {
            reasons.add(retry.reason());
        } else if (outcome instanceof Outcome.Unavailable unavailable) {
            reasons.add(unavailable.reason());
        } else if (outcome instanceof Outcome.Rejected rejected) {
            reasons.add(rejected.reason());
        }
        return outcome;
    }

    private Dispatcher dispatcher(Sink sink) {
        Settings.Retry retry = new Settings.Retry(Duration.ofMillis(20), Duration.ofMillis(200), Duration.ofHours(1));
        Dispatcher dispatcher =
                new Dispatcher(outbox, List.of(sink), retry, new Random(7), (name, why) -> reasons.add(name + why));
        dispatcher.start();
        return dispatcher;
    }

    private List<String> ids() throws Exception {
        return received().stream().map(this::id).toList();
    }

    @Test
    void whatIsSentHasArrivedInOrder() throws Exception {
        try (Sink sink = sink(port())) {
            for (int i = 1; i <= SENDS; i++) {
                assertThat(send(sink, "a" + i)).isEqualTo(Outcome.SENT);
                assertThat(ids()).hasSize(i).endsWith("a" + i);
            }
        }
    }

    @Test
    void whatIsRefusedForGoodIsSetAsideAndTheNextGoesOn() throws Exception {
        Sink sink = sink(port());
        Alert refused = refused("b");
        assertThat(send(sink, refused)).isInstanceOf(Outcome.Rejected.class);
        outbox.put(sink.name(), "a");
        outbox.put(sink.name(), 100, refused);
        outbox.put(sink.name(), "c");

        try (Dispatcher dispatcher = dispatcher(sink)) {
            assertThat(dispatcher.awaitIdle(WAIT)).isTrue();
            assertThat(dispatcher.counts(sink.name())).isEqualTo(new SendCounts(2, 0, 1));
        }

        assertThat(ids()).containsExactly("a", "c");
        assertThat(outbox.asides()).containsOnlyKeys(100L);
        reasons.addAll(outbox.asides().values());
    }

    @Test
    void whileTheServerIsDownAlertsWaitAndArriveOnceAfterwards() throws Exception {
        Sink sink = sink(port());
        outbox.put(sink.name(), "a");
        try (Dispatcher dispatcher = dispatcher(sink)) {
            assertThat(dispatcher.awaitIdle(WAIT)).isTrue();
            down();
            outbox.put(sink.name(), "b", "c");
            dispatcher.wake();
            await().atMost(WAIT).until(() -> dispatcher.counts(sink.name()).retried() >= 2);
            assertThat(outbox.left(sink.name())).isEqualTo(2);
            up();
            assertThat(dispatcher.awaitIdle(WAIT)).isTrue();
            assertThat(dispatcher.counts(sink.name()).sent()).isEqualTo(3);
        }
        assertThat(ids()).containsExactlyInAnyOrder("a", "b", "c");
    }

    private void putChanges(String sink) {
        for (int change = 1; change <= CHANGES; change++) {
            for (int alert = 1; alert <= ALERTS; alert++) {
                outbox.putOf(sink, "alert " + alert, alert + "-" + change);
            }
        }
    }

    private void everyChangeHasArrivedInTheOrderOfItsAlert(List<String> ids) {
        List<String> once = ids.stream().distinct().toList();
        assertThat(once).hasSize(ALERTS * CHANGES);
        for (int alert = 1; alert <= ALERTS; alert++) {
            String prefix = alert + "-";
            assertThat(once.stream().filter(id -> id.startsWith(prefix)))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, CHANGES)
                            .mapToObj(change -> prefix + change)
                            .toList());
        }
    }

    @Test
    void ofManyAtOnceEachArrivesOnceAndThoseOfAnAlertInOrder() throws Exception {
        Sink sink = sink(port());
        putChanges(sink.name());
        try (Dispatcher dispatcher = dispatcher(sink)) {
            assertThat(dispatcher.awaitIdle(WAIT)).isTrue();
            assertThat(dispatcher.counts(sink.name())).isEqualTo(new SendCounts(ALERTS * CHANGES, 0, 0));
        }
        List<String> ids = ids();
        assertThat(ids).doesNotHaveDuplicates();
        everyChangeHasArrivedInTheOrderOfItsAlert(ids);
    }

    @Test
    void whenTheServerDiesAmongManyNoneIsLostAndThoseOfAnAlertArriveInOrder() throws Exception {
        Sink sink = sink(port());
        putChanges(sink.name());
        try (Dispatcher dispatcher = dispatcher(sink)) {
            await().atMost(WAIT)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> dispatcher.counts(sink.name()).sent() > ALERTS);
            down();
            await().atMost(WAIT).until(() -> dispatcher.counts(sink.name()).retried() > 0);
            up();
            assertThat(dispatcher.awaitIdle(WAIT)).isTrue();
            assertThat(dispatcher.counts(sink.name()).sent()).isEqualTo(ALERTS * CHANGES);
        }
        everyChangeHasArrivedInTheOrderOfItsAlert(ids());
    }

    @Test
    void aReplyThatIsLostIsARetryAndTheSecondAttemptIsTheSameMessage() throws Exception {
        try (ReplyEater proxy = new ReplyEater(port());
                Sink sink = sink(proxy.port())) {
            assertThat(send(sink, "before")).isEqualTo(Outcome.SENT);
            proxy.eatAfter("lost-1");
            assertThat(send(sink, "lost-1")).isInstanceOf(Outcome.Retry.class);
            assertThat(ids()).as("it has arrived").containsExactly("before", "lost-1");
            proxy.pass();
            await().atMost(WAIT).until(() -> send(sink, "lost-1").equals(Outcome.SENT));
            assertThat(send(sink, "after")).isEqualTo(Outcome.SENT);

            List<String> received = received();
            assertThat(received.stream().map(this::id)).containsExactly("before", "lost-1", "lost-1", "after");
            assertThat(received.get(2)).isEqualTo(received.get(1));
        }
    }

    @Test
    void aServerThatTalksWithoutEndIsTriedAgainAndCostsLittle() throws Exception {
        for (EndlessServer server : endless()) {
            try (server;
                    Sink sink = sink(server.port())) {
                assertThat(send(sink, "a"))
                        .as(server.toString())
                        .isInstanceOfAny(Outcome.Retry.class, Outcome.Unavailable.class);
                assertThat(server.connections()).as(server.toString()).isPositive();
                assertThat(server.said()).as("bytes taken in from %s", server).isLessThan(EndlessServer.MUCH);
            }
        }
    }

    @Test
    void closingWhileASendHangsEndsInTimeAndLosesNothing() throws Exception {
        try (EndlessServer silent = EndlessServer.silent()) {
            Sink hanging = sink(silent.port());
            outbox.put(hanging.name(), "a", "b");
            Dispatcher dispatcher = dispatcher(hanging);
            await().atMost(WAIT).until(() -> silent.connections() > 0);
            long start = System.nanoTime();
            dispatcher.close(Duration.ofMillis(500));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(outbox.left(hanging.name())).isEqualTo(2);
            await("the sink's threads have ended").atMost(WAIT).until(SinkContract::noSinkThreads);
        }
        try (Dispatcher dispatcher = dispatcher(sink(port()))) {
            assertThat(dispatcher.awaitIdle(WAIT)).isTrue();
        }
        assertThat(ids()).containsExactly("a", "b");
    }

    private static boolean noSinkThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t ->
                        t.getName().startsWith("tocsin-send") || t.getName().startsWith("tocsin-sink"));
    }

    @Test
    void aSinkThatWasNeverUsedCloses() throws Exception {
        sink(port()).close();

        assertThat(received()).isEmpty();
    }

    @Test
    void aSinkThatIsNotLetInIsUnavailable() throws Exception {
        assertThat(received()).isEmpty();
        try (Sink sink = stranger(port())) {
            assertThat(send(sink, "a")).isInstanceOf(Outcome.Unavailable.class);
        }
        assertThat(received()).isEmpty();
    }

    /** As {@link #sink}, with the password of somebody else, which is {@link #PASSWORD} too. */
    protected abstract Sink stranger(int port) throws Exception;
}
