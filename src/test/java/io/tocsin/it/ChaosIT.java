package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.app.server.CrashArguments;
import io.tocsin.app.server.StreamingServer;
import io.tocsin.chaos.KillAgent;
import io.tocsin.chaos.Phase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same stream again and again, each time with the service killed at other moments, or the server. A few runs are part of
 * the build; many are asked for by {@code ./mvnw verify -Dit.test=ChaosIT -Dchaos.service=200 -Dchaos.gaps=20 -Dchaos.server=50}.
 */
final class ChaosIT {
    private static final Logger log = LoggerFactory.getLogger(ChaosIT.class);
    private static final int SERVICE_RUNS = Integer.getInteger("chaos.service", 13);
    private static final int GAP_RUNS = Integer.getInteger("chaos.gaps", 3);
    private static final int SERVER_RUNS = Integer.getInteger("chaos.server", 4);
    private static final int FULL = 200;
    private static final int MOST_KILLS = 3;
    private static final int ATTEMPTS = 5;

    /** About how often the stream passes each phase. */
    private static final Map<Phase, Integer> PASSED = Map.of(
            Phase.RECEIVE, 1_800,
            Phase.EVALUATE, 1_800,
            Phase.TICK, 12,
            Phase.BEFORE_COMMIT, 500,
            Phase.IN_COMMIT, 500,
            Phase.AFTER_COMMIT, 500,
            Phase.SEND, 1_000,
            Phase.MARK_SENT, 200,
            Phase.MARK, 20);

    @TempDir
    private Path folder;

    private Path agent;

    @BeforeEach
    void makeAgent() throws Exception {
        agent = KillAgent.jar(folder);
    }

    @Test
    void whereverTheServiceIsKilledItRingsAsIfNothingHadHappened() throws Exception {
        Random random = new Random(SERVICE_RUNS);
        Map<Phase, Integer> hits = new EnumMap<>(Phase.class);
        int twice = 0;
        try (StreamingServer server =
                StreamingServer.start(null, folder.resolve("server"), List.of("--max_channels", "0"))) {
            ChaosRun.Outcome reference = reference(server);
            for (int run = 1; run <= SERVICE_RUNS; run++) {
                List<ChaosRun.Kill> kills = kills(random, run, reference.passed());
                ChaosRun.Outcome outcome = comparable(server, "run-" + run, kills);
                same(outcome, reference, run + ", killed at " + kills);
                outcome.hits().forEach(phase -> hits.merge(phase, 1, Integer::sum));
                twice += outcome.twice();
            }
        }
        log.info("{} runs, the service killed at {}; sent twice {}", SERVICE_RUNS, hits, twice);
        if (SERVICE_RUNS >= FULL) {
            assertThat(hits.keySet()).containsExactly(Phase.values());
            assertThat(hits.values()).allMatch(hit -> hit >= 5);
        }
        assertThat(hits.values().stream().mapToInt(n -> n).sum()).isGreaterThanOrEqualTo(SERVICE_RUNS);
    }

    private ChaosRun.Outcome reference(StreamingServer server) throws Exception {
        ChaosRun run = new ChaosRun(server, folder, "reference", ChaosStream.SETTINGS, agent);
        ChaosRun.Outcome reference = run.run(List.of(), () -> null);
        assertThat(reference.comparable()).as("the publisher kept its pace").isTrue();
        assertThat(reference.twice()).isZero();
        assertThat(reference.history()).hasSizeGreaterThan(1_000);
        assertThat(reference.events()).hasSizeGreaterThan(100);
        for (Phase phase : Phase.values()) {
            assertThat(reference.passed().getOrDefault(phase, 0))
                    .as("passed %s", phase)
                    .matches(n -> phase == Phase.WARM || n > 2, "more than twice");
        }
        Alerts.equal(reference.history(), run.replay(), "the reference");
        return reference;
    }

    /** A run whose publisher was held up gives another log, and is no evidence. */
    private ChaosRun.Outcome comparable(StreamingServer server, String name, List<ChaosRun.Kill> kills)
            throws Exception {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            ChaosRun.Outcome outcome = new ChaosRun(server, folder, name + "-" + attempt, ChaosStream.SETTINGS, agent)
                    .run(kills, () -> null);
            if (outcome.comparable()) {
                return outcome;
            }
        }
        throw new AssertionError("the publisher never kept its pace");
    }

    private static void same(ChaosRun.Outcome outcome, ChaosRun.Outcome reference, String what) {
        Alerts.equal(outcome.history(), reference.history(), "run " + what);
        Alerts.equal(
                List.copyOf(outcome.events().values()),
                List.copyOf(reference.events().values()),
                "run " + what);
    }

    /** Every phase in turn comes first, the others by chance. */
    private static List<ChaosRun.Kill> kills(Random random, int run, Map<Phase, Integer> passed) {
        List<ChaosRun.Kill> kills = new ArrayList<>();
        int number = 1 + random.nextInt(MOST_KILLS);
        List<Phase> all = List.of(Phase.values());
        List<Phase> fresh = all.stream().filter(phase -> phase != Phase.WARM).toList();
        for (int i = 0; i < number; i++) {
            Phase phase = i == 0 ? fresh.get(run % fresh.size()) : all.get(random.nextInt(all.size()));
            int most = phase == Phase.WARM ? 2 * ChaosStream.BLOCK : passed.getOrDefault(phase, 1) / number;
            kills.add(new ChaosRun.Kill(phase, 1 + random.nextInt(Math.max(1, most))));
        }
        return kills;
    }

    /** Where a gap is found depends on when somebody looks, so it is the journal that says what is to ring. */
    @Test
    void whereverTheServiceIsKilledGapsOfTheFeedAreWhatTheJournalSays() throws Exception {
        Random random = new Random(GAP_RUNS);
        Map<Phase, Integer> hits = new EnumMap<>(Phase.class);
        long gaps = 0;
        try (StreamingServer server =
                StreamingServer.start(null, folder.resolve("server"), List.of("--max_channels", "0"))) {
            for (int i = 1; i <= GAP_RUNS; i++) {
                ChaosRun run = new ChaosRun(server, folder, "gap-" + i, ChaosStream.GAPS, agent);
                ChaosRun.Outcome outcome = run.run(kills(random, i, PASSED), () -> null);
                Alerts.equal(outcome.history(), run.replayAsItWas(), "run " + i);
                gaps += outcome.history().stream()
                        .filter(a -> a.contains("\"rule\":\"tocsin.feed-quiet\",\"state\":\"firing\""))
                        .count();
                outcome.hits().forEach(phase -> hits.merge(phase, 1, Integer::sum));
            }
        }
        log.info("{} runs, the service killed at {}; {} gaps", GAP_RUNS, hits, gaps);
        assertThat(gaps).isGreaterThanOrEqualTo(GAP_RUNS);
        assertThat(hits).isNotEmpty();
    }

    @Test
    void whenTheServerIsKilledItRingsAsTheLogSays() throws Exception {
        Random random = new Random(SERVER_RUNS);
        int kills = 0;
        int twice = 0;
        for (int i = 1; i <= SERVER_RUNS; i++) {
            Path own = Files.createDirectories(folder.resolve("own-" + i));
            try (StreamingServer server =
                    StreamingServer.start(null, own.resolve("server"), CrashArguments.NO_READ_AHEAD)) {
                int number = 1 + random.nextInt(MOST_KILLS);
                ChaosRun run = new ChaosRun(server, own, "server-" + i, ChaosStream.SETTINGS, agent);
                ChaosRun.Outcome outcome = run.run(List.of(), () -> {
                    for (int kill = 0; kill < number; kill++) {
                        TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(2_500)); // where it hits is the point
                        server.kill();
                        server.restart();
                    }
                    return null;
                });
                kills += number;
                twice += outcome.twice();
                Alerts.equal(outcome.history(), run.replayAsItWas(), "run " + i);
                Alerts.equal(outcome.history(), run.replay(), "run " + i);
            }
        }
        log.info("{} runs, the server killed {} times; sent twice {}", SERVER_RUNS, kills, twice);
    }
}
