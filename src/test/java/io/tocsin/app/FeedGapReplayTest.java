package io.tocsin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.AlertJson;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.ClockState;
import io.tocsin.model.Mark;
import io.tocsin.model.Message;
import io.tocsin.model.UtcTime;
import io.tocsin.observe.Counters;
import io.tocsin.pipeline.decode.Decoder;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFile;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A fleet whose feed breaks now and then: for as long as a minute or half an hour, in which publishers hold back what they
 * have or lose it, with ticks or without, found down or not, and with a service that is stopped anywhere.
 */
class FeedGapReplayTest {
    private static final Settings DEFAULTS = Settings.defaults();
    private static final String SINK = "sink";
    private static final int MANY = 1_000_000;
    private static final int HOSTS = 25;
    private static final long START = 1_506_780_000_123L;
    private static final long LENGTH = 5 * 3_600_000L;
    private static final long EVERY = 60_000;
    private static final Checkpoint BEGIN = new Checkpoint(0, ClockState.START);

    private static @Nullable RuleSet rules;

    @TempDir
    private Path folder;

    private record Gap(long from, long to, boolean kept) {
        boolean has(long time) {
            return time >= from && time < to;
        }
    }

    @BeforeAll
    static void compile() throws Exception {
        String silence = Files.readString(Path.of("epl/silence.epl"));
        rules = new RuleCompiler(DEFAULTS).compile(List.of(new RuleFile("silence.epl", silence)), path -> path);
    }

    private static RuleSet rules() {
        return Objects.requireNonNull(rules);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatWasToldLiveIsWhatAReplayAsItWasTells(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        List<Gap> gaps = gaps(random);
        List<Message> log = fleet(gaps, random);
        List<Input> inputs = inputs(log, random);
        try (Store store = Store.open(folder)) {
            for (int from = 0; from < inputs.size(); ) {
                int to = Math.min(inputs.size(), from + 100 + random.nextInt(1500));
                session(store, log, inputs.subList(from, to));
                from = to;
            }
            List<String> live = told(store);
            long found = store.journal().stream()
                    .filter(JournalEntry.Gap.class::isInstance)
                    .count();
            assertThat(found).isGreaterThan(3);
            assertThat(live)
                    .anyMatch(a -> a.contains("feed-quiet"))
                    .anyMatch(a -> a.contains("feed-down"))
                    .anyMatch(a -> a.contains("\"silence\""));
            assertThat(live.stream().filter(a -> a.contains("tocsin.feed"))).hasSize(2 * (int) found);
            assertThat(live.stream().map(AlertJson::read).filter(a -> a.rule().equals("silence")))
                    .as("only who is dead is silent, and each of them")
                    .extracting(Alert::host)
                    .allMatch(host -> String.valueOf(host).startsWith("dead"))
                    .doesNotHaveDuplicates()
                    .hasSize(gaps.size() + 1);

            assertThat(replayed(Course.asItWas(settings()), log)).isEqualTo(live);
            assertThat(replayed(Course.withClock(settings(), rules()), log))
                    .as("by what the log holds alone")
                    .isNotEqualTo(live)
                    .noneMatch(a -> a.contains("feed-down"));
        }
    }

    /** Where no engine ran in the gaps, so that each is known as a whole, no living sensor rings, and the dead one does. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPlainReplayHoldsWhatTheLogShowsToBeAGap(boolean kept) throws Exception {
        List<Gap> gaps = List.of(new Gap(1_200_000, 3_000_000, kept), new Gap(6_000_000, 6_500_000, kept));
        List<Message> log = fleet(gaps, new SplittableRandom(11));
        List<Alert> alerts = new ArrayList<>();
        replay(Course.of(settings(), rules()), log, alerts::add);
        assertThat(alerts.stream().filter(a -> a.rule().equals("tocsin.feed-quiet")))
                .hasSize(2 * gaps.size());
        assertThat(alerts.stream()
                        .filter(a -> a.rule().equals("silence"))
                        .map(a -> a.host() + " " + a.state().word()))
                .containsExactlyInAnyOrder("dead firing", "dead-1 firing", "dead-2 firing");
        Alert rung =
                alerts.stream().filter(a -> "dead".equals(a.host())).findFirst().orElseThrow();
        Gap first = gaps.get(0);
        assertThat(rung.startedAt()).isBetween(START + first.from() + 200_000, START + first.from() + 300_001);
        long stall = 30_000;
        assertThat(rung.time()).isBetween(START + first.to() + 300_000 - stall, START + first.to() + 310_000);

        List<String> silence = new ArrayList<>();
        replay(Course.of(settings(3_650), rules()), log, a -> silence.add(a.host() + a.state()));
        assertThat(silence).as("the storm without").hasSizeGreaterThan(HOSTS);
    }

    /** It was stopped while the fleet went on, so each sensor is heard in what the log kept. */
    @Test
    void ourOwnDownTimeIsNoGap() throws Exception {
        List<Message> log = fleet(List.of(new Gap(LENGTH - 1, LENGTH, false)), new SplittableRandom(7));
        int middle = log.size() / 2;
        try (Store store = Store.open(folder)) {
            session(store, log, received(log.subList(0, middle)));
            session(store, log, received(log.subList(middle, log.size())));
            assertThat(told(store)).isEmpty();
            assertThat(store.journal()).noneMatch(JournalEntry.Gap.class::isInstance);
        }
    }

    private Settings settings() {
        return settings(0);
    }

    /** @param quietDays 0 for the default */
    private Settings settings(int quietDays) {
        Settings d = DEFAULTS;
        Settings.State state = new Settings.State(
                folder,
                d.state().remember(),
                d.state().sensors(),
                d.state().outbox(),
                d.state().history(),
                d.state().historyCount());
        Settings.Feed feed = quietDays == 0
                ? d.feed()
                : new Settings.Feed(
                        d.feed().down(),
                        java.time.Duration.ofDays(quietDays),
                        d.feed().grace());
        return new Settings(d.log(), d.decode(), d.ttl(), d.clock(), feed, d.rules(), state, d.sinks());
    }

    private static List<Gap> gaps(SplittableRandom random) {
        List<Gap> gaps = new ArrayList<>();
        long from = 600_000;
        while (from < LENGTH - 2_400_000) {
            long to = from + 30_000 + random.nextLong(random.nextBoolean() ? 200_000 : 1_800_000);
            gaps.add(new Gap(from, to, random.nextBoolean()));
            from = to + 120_000 + random.nextLong(1_200_000);
        }
        return gaps;
    }

    /**
     * Each host reports once a minute; {@code dead} dies just before the first gap, and another one four minutes before each,
     * so that its time is up when the gap may not have been found yet.
     */
    private static List<Message> fleet(List<Gap> gaps, SplittableRandom random) {
        record Stored(long at, String json) {}
        List<Stored> stored = new ArrayList<>();
        for (int h = -gaps.size(); h < HOSTS; h++) {
            String host = h > 0 ? "h" + h : h == 0 ? "dead" : "dead" + h;
            long death = h > 0
                    ? LENGTH
                    : h == 0 ? gaps.get(0).from() : gaps.get(-h - 1).from() - 240_000;
            for (long t = random.nextLong(EVERY); t < LENGTH; t += EVERY - 2_000 + random.nextLong(4_000)) {
                long time = t;
                Gap in = gaps.stream().filter(g -> g.has(time)).findFirst().orElse(null);
                if (t < death && (in == null || in.kept())) {
                    long at = in == null ? t : in.to() + random.nextLong(20_000);
                    stored.add(new Stored(
                            START + at + random.nextLong(200),
                            "{\"_id\":\"" + host + "\",\"timestamp\":\"" + UtcTime.format(START + t)
                                    + "\",\"items\":{\"P\":1}}"));
                }
            }
        }
        stored.sort(Comparator.comparingLong(Stored::at).thenComparing(Stored::json));
        List<Message> log = new ArrayList<>();
        for (Stored s : stored) {
            log.add(new Message(log.size() + 1, s.at(), s.json().getBytes(StandardCharsets.UTF_8)));
        }
        return log;
    }

    private static List<Input> received(List<Message> messages) {
        Decoder decoder = new Decoder(DEFAULTS.decode(), new Counters());
        List<Input> inputs = new ArrayList<>();
        messages.forEach(m -> inputs.add(new Input.Received(m.sequence(), m.timestamp(), decoder.decode(m.data()))));
        return inputs;
    }

    /** What the engine gets in a gap: word that the connection is lost, a late tick, ticks of which some run ahead, or nothing. */
    private static List<Input> inputs(List<Message> log, SplittableRandom random) {
        List<Input> inputs = new ArrayList<>();
        long last = START;
        int number = 0;
        for (Input input : received(log)) {
            long next = ((Input.Received) input).timestamp();
            boolean isGap = next - last > 15_000;
            int kind = isGap ? number++ % 4 : random.nextInt(2) + 2;
            if (kind == 0) {
                // What was stored before the break is read only after it.
                inputs.add(inputs.size() - random.nextInt(6), new Input.Down(last + 12_000));
            } else if (kind == 1) {
                inputs.add(new Input.Tick(next - 1)); // the machine slept
            } else if (kind == 2 && next - last > 1_000) {
                for (long t = last + 900;
                        t < next;
                        t += 1_000 + random.nextLong(next - last > 30_000 ? 20_000 : 1_000)) {
                    inputs.add(new Input.Tick(t));
                }
                if (random.nextInt(5) == 0) {
                    inputs.add(new Input.Tick(next + random.nextLong(60_000)));
                }
            }
            inputs.add(input);
            last = next;
        }
        return inputs;
    }

    /** The service's engine from start to end, rebuilt from the log and the store. */
    private void session(Store store, List<Message> log, List<Input> inputs) throws Exception {
        Checkpoint at = store.checkpoint().orElse(BEGIN);
        RuleCounts counts = new RuleCounts();
        Committer committer = new Committer(store, List.of(SINK), null, at, counts, sinks -> {});
        Router router = new Router(rules().rules(), committer::alert);
        router.restore(store.feedGap().orElse(null), store.heldAlerts());
        List<JournalEntry> changes = Journal.changes(store.journal(), settings(), rules(), at, BEGIN);
        Warmup warmup = new Warmup(
                rules(),
                Journal.of(settings(), store.correctionsAfter(0)),
                Mark.empty(BEGIN),
                store.checkpoint().isEmpty() ? Warmup.known(rules().rules()) : store.knownRules(),
                router::learn);
        warmup.feed(new MemoryLog(log), at);
        InputQueue queue = new InputQueue();
        MarkKeeper marks = new MarkKeeper(store.marks(), new LastEvents(MANY), LENGTH, LENGTH, BEGIN);
        EngineLoop loop = new EngineLoop(
                queue,
                warmup.evaluator(),
                router,
                new DerivedEvents(store.producer(), store.derived()),
                committer,
                marks,
                new FeedGaps(settings().feed(), router, committer::journal),
                new OutboxLimit(store.outbox(), List.of(SINK), Long.MAX_VALUE, new Counters()),
                counts,
                new Counters());
        loop.unmute(rules(), warmup.scratch(), store.openAlerts(), store.knownRules(), store.ruleStatuses(), changes);
        for (Input input : inputs) {
            queue.put(input);
        }
        queue.put(new Input.End());
        loop.run();
    }

    private static List<String> told(Store store) {
        return store.outbox().take(SINK, 0, MANY).stream()
                .map(w -> AlertJson.write(Objects.requireNonNull(w.outgoing().alert())))
                .toList();
    }

    private static List<String> replayed(Course course, List<Message> log) throws Exception {
        List<String> alerts = new ArrayList<>();
        replay(course, log, a -> alerts.add(AlertJson.write(a)));
        return alerts;
    }

    private static void replay(Course course, List<Message> log, Consumer<Alert> alerts) throws Exception {
        Stretch all = course.within(new Stretch(1, log.size()));
        new Replay(course, new MemoryLog(log), new Pace(Pace.MAX), alerts, sequence -> {}).run(all);
    }
}
