package io.tocsin.pipeline.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many sends under way at once. */
@Timeout(30)
class PipelineTest extends DispatcherFixture {
    private static final int WINDOW = 4;

    private final HeldSink held = new HeldSink(WINDOW);

    private void begun(String... ids) {
        await().atMost(LIMIT).until(() -> held.begun().size() >= ids.length);
        await().during(Duration.ofMillis(50)).until(() -> held.begun().equals(List.of(ids)));
    }

    private void marked(Long... numbers) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(outbox.marks().stream().flatMap(List::stream))
                        .containsExactlyInAnyOrder(numbers));
    }

    @Test
    void asManyAreUnderWayAsTheSinkTakesAndEachAnswerMakesRoomForTheNext() {
        outbox.put("held", "a", "b", "c", "d", "e", "f");
        try (Dispatcher dispatcher = started(Pause.REAL, held)) {
            begun("a", "b", "c", "d");
            held.answer("c", Outcome.SENT);
            begun("a", "b", "c", "d", "e");
            held.answer("a", Outcome.SENT);
            begun("a", "b", "c", "d", "e", "f");
            marked(1L, 3L);
            held.answerAll(Outcome.SENT);
            marked(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(dispatcher.counts("held")).isEqualTo(new SendCounts(6, 0, 0));
        }
    }

    @Test
    void ofAnAlertOneChangeAtMostIsUnderWay() throws InterruptedException {
        outbox.putOf("held", "one", "firing 1", "repeated 1", "resolved 1");
        outbox.putOf("held", "two", "firing 2", "resolved 2");
        try (Dispatcher dispatcher = started(Pause.REAL, held)) {
            begun("firing 1", "firing 2");
            held.answer("firing 2", Outcome.SENT);
            begun("firing 1", "firing 2", "resolved 2");
            held.answer("firing 1", new Outcome.Rejected("no"));
            begun("firing 1", "firing 2", "resolved 2", "repeated 1");
            held.answerAll(Outcome.SENT);
            begun("firing 1", "firing 2", "resolved 2", "repeated 1", "resolved 1");
            held.answerAll(Outcome.SENT);
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
            assertThat(outbox.asides()).containsExactly(Map.entry(1L, "no"));
        }
    }

    @Test
    void whatIsToBeTriedAgainIsSentLaterAndItsLaterChangesAfterIt() throws InterruptedException {
        outbox.putOf("held", "one", "firing 1", "resolved 1");
        outbox.put("held", "b");
        try (Dispatcher dispatcher = started(instantly, held)) {
            begun("firing 1", "b");
            held.answer("b", Outcome.SENT);
            held.answer("firing 1", AGAIN);
            begun("firing 1", "b", "firing 1");
            held.answer("firing 1", Outcome.SENT);
            begun("firing 1", "b", "firing 1", "resolved 1");
            held.answerAll(Outcome.SENT);
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
    }

    @Test
    void aSinkThatIsDownIsAskedWithOneAtATimeAndTheOrderHolds() throws InterruptedException {
        outbox.put("held", "a", "b", "c", "d", "e");
        try (Dispatcher dispatcher = started(instantly, held)) {
            begun("a", "b", "c", "d");
            held.answerAll(DOWN);
            begun("a", "b", "c", "d", "a");
            held.answerAll(DOWN);
            begun("a", "b", "c", "d", "a", "a");
            held.answerAll(Outcome.SENT);
            begun("a", "b", "c", "d", "a", "a", "b", "c", "d", "e");
            held.answerAll(Outcome.SENT);
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
            assertThat(dispatcher.counts("held")).isEqualTo(new SendCounts(5, 5, 0));
            assertThat(log().get(0)).isEqualTo("sink held fails, will be tried again: no route");
            assertThat(log().get(1)).startsWith("sink held works again after 5 failures in");
        }
    }

    @Test
    void howeverManyWaitFewAreInMemory() throws InterruptedException {
        int many = 5_000;
        HeldSink wide = new HeldSink(100);
        outbox.put("held", IntStream.range(0, many).mapToObj(i -> "a" + i).toArray(String[]::new));
        try (Dispatcher dispatcher = started(instantly, wide)) {
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        for (String id : wide.underWay()) {
                            boolean refused = id.endsWith("7") && Collections.frequency(wide.begun(), id) < 3;
                            wide.answer(id, refused ? AGAIN : Outcome.SENT);
                        }
                        return outbox.left("held") == 0;
                    });
            assertThat(dispatcher.counts("held")).isEqualTo(new SendCounts(many, 2 * many / 10, 0));
        }
        assertThat(outbox.mostOut()).isLessThan(1_000);
    }

    @Test
    void closeLetsWhatIsUnderWayEndAndBeginsNothingMore() {
        outbox.put("held", "a", "b", "c", "d", "e");
        Dispatcher dispatcher = started(Pause.REAL, held);
        begun("a", "b", "c", "d");
        Thread closer = new Thread(() -> dispatcher.close(LIMIT), "closer");
        closer.start();
        await().atMost(LIMIT).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        held.answer("b", Outcome.SENT);
        held.answer("d", AGAIN);
        held.answer("a", Outcome.SENT);
        held.answer("c", DOWN);
        await().atMost(LIMIT).until(() -> !closer.isAlive());

        assertThat(held.begun()).containsExactly("a", "b", "c", "d");
        marked(1L, 2L);
        assertThat(outbox.left("held")).isEqualTo(3);
        assertThat(held.isClosed()).isTrue();
    }

    @Test
    void closeGivesUpWhatIsNotAnsweredAndTheNextStartSendsIt() throws InterruptedException {
        outbox.put("held", "a", "b");
        Dispatcher dispatcher = started(Pause.REAL, held);
        begun("a", "b");
        held.answer("b", Outcome.SENT);
        dispatcher.close(Duration.ofSeconds(1));

        assertThat(held.isClosed()).isTrue();
        marked(2L);
        HeldSink next = new HeldSink(WINDOW);
        try (Dispatcher again = started(Pause.REAL, next)) {
            await().atMost(LIMIT).until(() -> next.begun().equals(List.of("a")));
            next.answerAll(Outcome.SENT);
            assertThat(again.awaitIdle(LIMIT)).isTrue();
        }
    }
}
