package io.tocsin.pipeline.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.Alert;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.SkipReason;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DispatcherFailureTest extends DispatcherFixture {
    private static final long[] GROWING = {1, 2, 4, 8, 16, 32, 60, 60, 60};

    private static Outcome[] times(int count, Outcome outcome) {
        return Collections.nCopies(count, outcome).toArray(Outcome[]::new);
    }

    private static void growing(List<Duration> waits) {
        assertThat(waits).hasSize(GROWING.length);
        for (int i = 0; i < GROWING.length; i++) {
            assertThat(waits.get(i)).isBetween(Duration.ofMillis(GROWING[i] * 800), Duration.ofSeconds(GROWING[i]));
        }
        assertThat(waits.subList(6, 9)).doesNotHaveDuplicates();
    }

    @Test
    void aSinkThatTakesNothingIsAskedAgainAfterGrowingWaitsAndTheOrderHolds() throws InterruptedException {
        outbox.put("mail", "a", "b");
        mail.answers(times(9, DOWN));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(mail.taken).containsExactly("a", "b");
            assertThat(mail.attempts.subList(0, 10)).containsOnly("a");
            growing(mail.gaps("a"));
            assertThat(dispatcher.counts("mail")).isEqualTo(new SendCounts(2, 9, 0));
        }
    }

    @Test
    void waitsShortAgainAfterASuccess() throws InterruptedException {
        outbox.put("mail", "a", "b");
        mail.answers(DOWN, DOWN, DOWN, Outcome.SENT, DOWN);
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(mail.gaps("b")).singleElement().matches(gap -> gap.compareTo(RETRY.first()) <= 0);
    }

    @Test
    void oneThatIsToBeTriedAgainDelaysNoOtherAndIsTriedAfterGrowingWaits() throws InterruptedException {
        outbox.put("mail", "a", "b", "c");
        mail.answersFor("a", times(9, AGAIN));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(mail.taken).containsExactly("b", "c", "a");
            assertThat(mail.attempts.subList(0, 3)).containsExactly("a", "b", "c");
            growing(mail.gaps("a"));
            assertThat(dispatcher.counts("mail")).isEqualTo(new SendCounts(3, 9, 0));
            assertThat(log())
                    .containsExactly(
                            "sink mail does not take alert a of rule 'oil-high-pressure' for now, the others go"
                                    + " on: 451 later");
        }
    }

    @Test
    void laterChangesOfAnAlertWaitForTheEarlierOne() throws InterruptedException {
        outbox.putOf("mail", "one", "one firing", "one resolved");
        outbox.putOf("mail", "two", "two firing", "two resolved");
        mail.answersFor("one firing", times(5, AGAIN));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            await().atMost(LIMIT).until(() -> mail.taken.contains("two resolved"));
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(mail.taken).containsExactly("two firing", "two resolved", "one firing", "one resolved");
        assertThat(mail.attempts.indexOf("one resolved")).isEqualTo(mail.attempts.lastIndexOf("one firing") + 1);
    }

    @Test
    void aSinkThatTakesNoneOfManyIsNotAskedForEach() throws InterruptedException {
        int many = 500;
        outbox.put("mail", IntStream.range(0, many).mapToObj(i -> "a" + i).toArray(String[]::new));
        mail.answers(times(30, AGAIN));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(mail.taken).hasSize(many).doesNotHaveDuplicates();
            List<Duration> gaps = mail.gaps();
            assertThat(gaps.get(0)).as("the second is asked at once").isZero();
            assertThat(gaps.subList(1, 30)).allMatch(gap -> gap.toMillis() >= 800);
            assertThat(gaps.subList(8, 30)).allMatch(gap -> gap.toMillis() >= 48_000);
            assertThat(log()).contains("sink mail fails, will be tried again: 451 later");
        }
    }

    @Test
    void howeverOftenTwoAreNotTakenTheyDelayNoNewOne() throws InterruptedException {
        outbox.put("mail", "a", "b", "c");
        mail.always.put("a", AGAIN);
        mail.always.put("b", AGAIN);
        try (Dispatcher dispatcher = started(instantly, mail)) {
            AtomicInteger before = new AtomicInteger();
            instantly.at(Duration.ofHours(3), () -> {
                before.set(mail.attempts.size());
                outbox.put("mail", "new");
                dispatcher.wake();
            });
            dispatcher.wake();
            await().atMost(LIMIT).until(() -> mail.taken.contains("new"));
            mail.always.clear();
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(before).hasValueGreaterThan(300);
            assertThat(mail.attempts.get(before.get())).isEqualTo("new");
        }
    }

    @Test
    void whatIsTriedInVainForAnHourWhileOthersAreTakenIsSetAside() throws InterruptedException {
        outbox.putOf("mail", "bad", "bad firing", "bad resolved");
        mail.always.put("bad firing", AGAIN);
        for (int minute = 5; minute <= 100; minute += 5) {
            String other = "other " + minute;
            instantly.at(Duration.ofMinutes(minute), () -> outbox.put("mail", other));
        }
        try (Dispatcher dispatcher = started(instantly, mail)) {
            await().atMost(LIMIT).until(() -> mail.taken.contains("bad resolved"));
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(outbox.asides()).containsOnlyKeys(1L);
            assertThat(outbox.asides().get(1L))
                    .matches("tried \\d\\d times in (39|40)\\d\\d s, the last time: 451 later");
            assertThat(dispatcher.counts("mail").setAside()).isEqualTo(1);
            assertThat(log())
                    .anyMatch(
                            line -> line.startsWith(
                                    "sink mail takes others but not alert bad firing of rule 'oil-high-pressure', set aside: tried"));
        }
    }

    @Test
    void whileNothingIsTakenNothingIsSetAside() throws InterruptedException {
        outbox.put("mail", "a", "b", "c");
        mail.answers(times(1_000, AGAIN));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(Duration.ofNanos(instantly.time.get())).isGreaterThan(Duration.ofHours(3));
            assertThat(outbox.asides()).isEmpty();
            assertThat(mail.taken).containsExactlyInAnyOrder("a", "b", "c");
        }
    }

    @Test
    void oneThatAloneWaitsIsNotSetAside() throws InterruptedException {
        outbox.put("mail", "before", "a");
        mail.answersFor("a", times(200, AGAIN));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();

            assertThat(Duration.ofNanos(instantly.time.get())).isGreaterThan(Duration.ofHours(2));
            assertThat(outbox.asides()).isEmpty();
        }
    }

    @Test
    void logsARepeatingFailureOnceAndItsEndWithCountAndTime() throws InterruptedException {
        outbox.put("mail", "a");
        mail.answers(times(6, DOWN));
        try (Dispatcher dispatcher = started(instantly, mail)) {
            await().atMost(LIMIT).until(() -> mail.taken.contains("a"));
        }
        assertThat(log()).hasSize(2);
        assertThat(log().get(0)).isEqualTo("sink mail fails, will be tried again: no route");
        assertThat(log().get(1)).matches("sink mail works again after 6 failures in (5\\d|6[0-3]) s");
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
    void aSinkForAlertsRefusesDerivedEventsAndDeadLetters() throws InterruptedException {
        DerivedEvent event = new DerivedEvent("derived", "avg", "p", 5, "h", "s", 1, 2, null, null, null);
        outbox.put("nats", 1, event);
        outbox.put("alerts-only", 2, event);
        DeadLetter letter = new DeadLetter(77, 0, SkipReason.NOT_JSON, 1, "{", true, false);
        outbox.put("nats", 3, letter);
        outbox.put("alerts-only", 4, letter);
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
        assertThat(nats.taken).containsExactly("event 5", "letter 77");
        assertThat(outbox.asides())
                .containsOnly(
                        Map.entry(2L, "alerts-only takes alerts only"), Map.entry(4L, "alerts-only takes alerts only"));
        assertThat(log())
                .contains(
                        "sink alerts-only refuses the dead letter of message 77 for good, set aside: alerts-only takes"
                                + " alerts only");
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
                    .contains(
                            "sink mail does not take alert a of rule 'oil-high-pressure' for now, the others go on: it"
                                    + " throws where it should answer: java.lang.IllegalStateException: oops");
        }
    }

    @Test
    void aBrokenOutboxIsReportedOnceAndTheWorkerGoesOn() throws InterruptedException {
        outbox.fail(new IllegalStateException("store closed"));
        outbox.put("mail", "a");
        try (Dispatcher dispatcher = started(instantly, mail)) {
            await().atMost(LIMIT).until(() -> instantly.time.get() > 5_000_000_000L);
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
            await().atMost(LIMIT).until(() -> instantly.time.get() > 5_000_000_000L);
            outbox.failMarks(false);
            assertThat(dispatcher.awaitIdle(LIMIT)).isTrue();
        }
        assertThat(mail.attempts).containsExactly("a", "b");
        assertThat(failures).containsExactly("mail: disk full");
    }
}
