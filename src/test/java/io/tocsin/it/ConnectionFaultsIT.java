package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.CrashArguments;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.nats.FaultProxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service reads through a proxy while the server is published to directly and killed, and the proxy makes trouble. One
 * rule rings once for each message, so what it rang for is what was evaluated.
 */
final class ConnectionFaultsIT {
    private static final Logger log = LoggerFactory.getLogger(ConnectionFaultsIT.class);
    private static final long SEED = 20171004;
    private static final double RATE = 2_000;
    private static final long SLOW_MS = 5;
    private static final int LOST = 3;
    private static final int BEHIND = 200;
    private static final Pattern EVALUATED = Pattern.compile("INFO\\s+(\\d+ \\d+)\\s+\\[each\\b.*");
    private static final Pattern REPAIRS = Pattern.compile(
            "rebuilds of the subscription: (\\d+) \\(.*\\); messages out of order: (\\d+), repeated: (\\d+)");

    /** What happens, how often, and whether nothing could be read afterwards without a rebuild of the subscription. */
    private enum Fault {
        KILL(5, true),
        CUT(8, true),
        STALL(6, true),
        SLOW(6, false),
        LOSS(3, false);

        private final int times;
        private final boolean rebuilds;

        Fault(int times, boolean rebuilds) {
            this.times = times;
            this.rebuilds = rebuilds;
        }
    }

    @Test
    void whatIsEvaluatedIsTheChannelInOrderWhateverBecomesOfServerAndConnection(@TempDir Path folder) throws Exception {
        try (StreamingServer server =
                        StreamingServer.start(null, folder.resolve("server"), CrashArguments.NO_READ_AHEAD);
                FaultProxy proxy = new FaultProxy(server.port())) {
            Workspace workspace = workspace(folder, server, proxy);
            List<String> evaluated;
            String said;
            try (Load load = new Load(server, RATE);
                    Tocsin service = workspace.tocsin("run").start();
                    Growing rings = service.growing()) {
                service.says("source: ");
                load.begin();
                for (Fault fault : faults()) {
                    if (fault == Fault.SLOW) {
                        // What the faults before left behind would take minutes to come through.
                        reach(Monitor.lastSequence(server, "sensors"), service, rings, "before " + fault);
                    }
                    inflict(fault, server, proxy);
                    reach(Monitor.lastSequence(server, "sensors") + BEHIND, service, rings, "after " + fault);
                    proxy.heal();
                }
                load.end();
                long last = Monitor.lastSequence(server, "sensors");
                service.until("has evaluated everything", () -> sequence(rings.lines()) >= last);
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
                evaluated = rings.lines().stream()
                        .map(ConnectionFaultsIT::evaluated)
                        .toList();
                said = service.error();
            }

            List<String> stored = Channel.whole(server, "sensors").stream()
                    .map(m -> m.sequence() + " "
                            + Alerts.json(m.text()).path("items").path("Number").asLong())
                    .toList();
            Matcher repairs = REPAIRS.matcher(said);
            assertThat(repairs.find()).as(said).isTrue();
            log.info("{} messages stored, {} evaluated; {}", stored.size(), evaluated.size(), repairs.group());
            assertThat(evaluated.equals(stored))
                    .as("evaluated is what is stored, in order; first difference %s", difference(evaluated, stored))
                    .isTrue();
            long certain = faults().stream().filter(fault -> fault.rebuilds).count();
            assertThat(Long.parseLong(repairs.group(1))).isGreaterThanOrEqualTo(certain);
            assertThat(Long.parseLong(repairs.group(2))).isPositive();
            assertThat(said).doesNotContain("never evaluated");
        }
    }

    private static void reach(long message, Tocsin service, Growing rings, String when) {
        service.until(
                "rings for message " + message + " " + when,
                () -> !rings.lines().isEmpty() && sequence(rings.lines()) >= message);
    }

    private static Workspace workspace(Path folder, StreamingServer server, FaultProxy proxy) throws Exception {
        return Workspace.in(folder)
                .config(
                        """
                        log:
                          url: %s
                          monitor: %s
                          start: beginning
                          watchdog: 1 s
                        """
                                .formatted(proxy.url(), server.monitor()))
                .rule(
                        "each.epl",
                        """
                        @Name('each') @Alert(severity = 'info', summary = '{sequence} {metric}', each = true)
                        select sequence, metric from Metric;
                        """);
    }

    private static List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            faults.addAll(Collections.nCopies(fault.times, fault));
        }
        Collections.shuffle(faults, new Random(SEED));
        return faults;
    }

    private static void inflict(Fault fault, StreamingServer server, FaultProxy proxy) throws Exception {
        switch (fault) {
            case KILL -> {
                server.kill();
                server.restart();
            }
            case CUT -> proxy.cut();
            case STALL -> proxy.stall();
            case SLOW -> proxy.slow(SLOW_MS);
            case LOSS -> proxy.lose(LOST);
        }
    }

    private static long sequence(List<String> rings) {
        String last = evaluated(rings.get(rings.size() - 1));
        return Long.parseLong(last.substring(0, last.indexOf(' ')));
    }

    /** Sequence and number. */
    private static String evaluated(String ring) {
        Matcher matcher = EVALUATED.matcher(ring);
        assertThat(matcher.find()).as(ring).isTrue();
        return matcher.group(1);
    }

    private static String difference(List<String> evaluated, List<String> stored) {
        int common = Math.min(evaluated.size(), stored.size());
        return IntStream.range(0, common)
                .filter(i -> !evaluated.get(i).equals(stored.get(i)))
                .mapToObj(i -> evaluated.get(i) + " in place of " + stored.get(i))
                .findFirst()
                .orElse(evaluated.size() + " in place of " + stored.size());
    }
}
