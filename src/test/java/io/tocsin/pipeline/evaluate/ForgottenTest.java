package io.tocsin.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.model.Metric;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a sensor that has gone for good nothing is kept for long. */
class ForgottenTest {
    private static final int MANY = 1_000;
    private static final String OWN_TIME = "@1 select rstream host from Metric#unique(host)"
            + "#timetolive(seen + cast(ttl * 1000, long)) retain-intersection;";

    private static Engine engine(String form) throws Exception {
        return new Engine(PlainEsper.rules(form), Feed.T0, Map.of(), (time, row) -> {});
    }

    private static Metric metric(String host, long time, double ttl) {
        return new Metric(host, "A", 1, time, time, ttl, null, null, "c", time);
    }

    private static void awaitFewerThan(int most, List<WeakReference<String>> hosts) {
        await().until(() -> {
            System.gc();
            return hosts.stream().filter(host -> host.get() != null).count() < most;
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@1 select rstream host from Metric#unique(host)#timetolive(seen + 60000) retain-intersection;",
                "@1 select rstream host from Metric#time(1 min);",
                "create context PerMinute start @now end after 1 min;"
                        + " @1 context PerMinute select host, sum(metric) as s from Metric group by host"
                        + " output last when terminated; @2 select host from Metric(host = 'last')#length(9);",
                "@1 select host, avg(metric) as average from Metric#time(1 min) group by host"
                        + " output last at (*/1, *, *, *, *);",
            })
    void whatHasGoneIsLetGoOf(String form) throws Exception {
        try (Engine engine = engine(form)) {
            List<WeakReference<String>> gone = send(engine, 1, 60);
            engine.send(metric("last", Feed.T0, 60)); // the last event of all is kept
            for (int minute = 1; minute < 10; minute++) {
                engine.advance(Feed.T0 + minute * 60_000L);
            }
            engine.send(metric("last", engine.clock(), 60)); // behind it Esper lets go of groups
            awaitFewerThan(1, gone);
            assertThat(engine.clock()).isGreaterThan(Feed.T0);
        }
    }

    /** All that was in them has left, and another event has come before they are reported. */
    @Test
    void groupsAreLetGoOfBehindTheirLastOutput() throws Exception {
        String form = "@1 select host, avg(metric) as average from Metric#time(1 min) group by host"
                + " output last at (*/1, *, *, *, *);";
        try (Engine engine = engine(form)) {
            engine.advance(Feed.T0 + 10_000);
            List<WeakReference<String>> gone = send(engine, 60, 60);
            engine.advance(Feed.T0 + 75_000);
            engine.send(metric("last", Feed.T0 + 75_000, 60));
            engine.advance(Feed.T0 + 200_000);
            awaitFewerThan(1, gone);
            assertThat(engine.clock()).isGreaterThan(Feed.T0);
        }
    }

    @Test
    void whatWasToLastLongerIsLetGoOfToo() throws Exception {
        try (Engine engine = engine(OWN_TIME)) {
            List<WeakReference<String>> gone = send(engine, MANY, 86_400, 1);
            engine.advance(Feed.T0 + 60_000);
            engine.send(metric("last", Feed.T0 + 60_000, 60));
            awaitFewerThan(MANY / 10, gone);
            assertThat(engine.clock()).isGreaterThan(Feed.T0);
        }
    }

    /** Events of so many hosts, one for each of the times to live. */
    private static List<WeakReference<String>> send(Engine engine, int hosts, double... ttls) {
        List<WeakReference<String>> sent = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            String host = "gone-" + i;
            for (double ttl : ttls) {
                engine.send(metric(host, Feed.T0, ttl));
            }
            sent.add(new WeakReference<>(host));
        }
        return sent;
    }
}
