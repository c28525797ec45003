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
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import io.tocsin.pipeline.evaluate.TestSettings;
import io.tocsin.pipeline.route.DerivedEvents;
import io.tocsin.pipeline.route.Router;
import io.tocsin.store.JournalEntry;
import io.tocsin.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Edits of any kind at any place of a stream, while it goes on: the alerts are those of rules that had always been there, and
 * no event is lost or doubled.
 */
final class ReloadPropertyTest {
    private static final long START = 1_767_225_600_123L;
    private static final int MESSAGES = 10_000;
    private static final int EDITS = 20;
    private static final String SINK = "s";
    private static final int MANY = 1_000_000;

    /** Templates of a rule; {@code %1$s} is a name, {@code %2$d} a threshold from 80 to 97. */
    private static final List<String> TEMPLATES = List.of(
            """
            @Name('%1$s') @Alert(severity = 'info', summary = '{metric}', resolveAfter = '20 sec')
            select host, service, metric from Metric(metric > %2$d);
            """,
            """
            @Name('%1$s') @Alert(severity = 'info', summary = '{metric}', resolveAfter = '20 sec')
            select host, service, metric, most from Metric(metric > most);
            """,
            """
            @Name('%1$s') @Alert(severity = 'info', summary = '{a}', each = true)
            select host, avg(metric) as a from Metric#time(60 sec) group by host having avg(metric) > %2$d - 35
            output last at (*/1, *, *, *, *);
            """,
            """
            @Name('%1$s') @Alert(severity = 'info', summary = '{n}', resolveAfter = '15 sec')
            select host, count(*) as n from Metric(metric > most)#time(span sec) group by host having count(*) > 2;
            """,
            """
            @Name('%1$s') @Alert(severity = 'info', summary = '{host}', resolveAfter = '15 sec')
            select a.host as host from pattern [every a=Metric(metric > %2$d)
              -> (timer:interval(4 sec) and not Metric(host = a.host, metric < 100 - most))];
            """,
            """
            @Name('%1$s') @Alert(severity = 'info', summary = '{host}')
            select host, service from Metric(metric > %2$d);
            @Name('%1$s over') @Resolve('%1$s') select host, service from Metric(metric < most - 20);
            """,
            """
            insert into High%3$d select host, metric from Metric(metric > %2$d);
            @Name('%1$s') @Alert(severity = 'info', summary = '{n}', each = true)
            select host, count(*) as n from High%3$d#time(30 sec) group by host having count(*) > 4;
            """,
            """
            @Name('%1$s') @Alert(severity = 'info', summary = '{host}', absence = true)
            select rstream host, seen as last from Metric#unique(host)#timetolive(seen + 6000 + 1)
            retain-intersection where current_timestamp > seen + 6000;
            """);

    /** Looks back over a variable and as long as another. */
    private static final int WINDOWED = 3;

    private enum Edit {
        COMMENT,
        THRESHOLD,
        NEW_FILE,
        REMOVED_FILE,
        BROKEN_FILE,
        RENAMED_RULE,
        VARIABLE,
        WINDOW
    }

    @TempDir
    Path folder;

    private final Map<Edit, Integer> edits = new EnumMap<>(Edit.class);
    private final Map<String, Draft> drafts = new TreeMap<>();
    private final Map<String, Object> variables = new HashMap<>(Map.of("most", 90L, "span", 20L));
    private int names;

    /** A rule file. */
    private record Draft(int template, String name, int threshold, int number, String comment) {
        String text() {
            return comment + String.format(Locale.ROOT, TEMPLATES.get(template), name, threshold, number);
        }
    }

    private Settings settings() {
        Settings d = Settings.defaults();
        return TestSettings.with(
                d,
                new Settings.Rules(
                        Duration.ofMinutes(10),
                        d.rules().poll(),
                        false,
                        d.rules().timeZone(),
                        Map.copyOf(variables)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void editsAtAnyPlaceGiveTheAlertsOfRulesThatHadAlwaysBeenThere(long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Files.createDirectories(folder.resolve("epl"));
        for (int i = 0; i < TEMPLATES.size(); i += 2) {
            create(i, random);
        }
        create(WINDOWED, random);
        List<Message> log = stream(random);
        Settings started = settings();
        RuleFolder rules = new RuleFolder(folder.resolve("epl"));
        RuleSet first = new RuleCompiler(started).compile(rules);
        try (Store store = Store.open(folder.resolve("state"))) {
            Run run = new Run(store, log, rules, first, started);
            run.start();
            List<Edit> plan = new ArrayList<>(List.of(Edit.values()));
            while (plan.size() < EDITS) {
                int at = random.nextInt(plan.size());
                plan.add(at, any(random));
                plan.addAll(at, List.of(Edit.VARIABLE, Edit.WINDOW));
            }
            for (Edit edit : plan) {
                // Often so soon that windows still hold what came before the edit before.
                run.publishSome(random.nextBoolean() ? random.nextInt(40) : random.nextInt(600));
                boolean broken = edit(edit, random);
                run.reload(rules, settings(), broken, random.nextBoolean() ? 300_000 : 5_000_000);
            }
            run.finish();

            List<String> told = store.outbox().take(SINK, 0, MANY).stream()
                    .map(w ->
                            AlertJson.write(Objects.requireNonNull(w.outgoing().alert())))
                    .toList();
            List<JournalEntry> journal = store.journal();
            assertThat(run.events()).as("events evaluated").isEqualTo(run.decoded);
            assertThat(told).hasSizeGreaterThan(400).doesNotHaveDuplicates();
            assertThat(journal.stream().filter(JournalEntry.Rules.class::isInstance))
                    .hasSizeGreaterThan(4);
            assertThat(journal.stream().filter(JournalEntry.Settings.class::isInstance))
                    .hasSizeGreaterThan(2);
            assertThat(told).isEqualTo(PlainReloads.of(log, started, journal));
            List<String> replayed = new ArrayList<>();
            replay(
                    Course.asItWas(new Settings(
                            started.log(),
                            started.decode(),
                            started.ttl(),
                            started.clock(),
                            started.feed(),
                            started.rules(),
                            new Settings.State(
                                    folder.resolve("state"),
                                    started.state().remember(),
                                    started.state().sensors(),
                                    started.state().outbox(),
                                    started.state().history(),
                                    started.state().historyCount()),
                            started.sinks())),
                    log,
                    a -> replayed.add(AlertJson.write(a)));
            assertThat(replayed).as("a replay as it was").isEqualTo(told);
        }
    }

    private static Edit any(SplittableRandom random) {
        return Edit.values()[random.nextInt(Edit.values().length)];
    }

    private static void replay(Course course, List<Message> log, java.util.function.Consumer<Alert> alerts)
            throws Exception {
        Stretch all = course.within(new Stretch(1, log.size()));
        Decoder decoder = new Decoder(Settings.defaults().decode(), new Counters());
        try (ReplayEngine engine = new ReplayEngine(course, all, new Counters(), alerts, null)) {
            for (Message m : log) {
                engine.message(new Input.Received(m.sequence(), m.timestamp(), decoder.decode(m.data())));
            }
            engine.finish();
        }
    }

    private void create(int template, SplittableRandom random) throws Exception {
        int number = ++names;
        save("f" + number + ".epl", new Draft(template, "rule " + number, 80 + random.nextInt(18), number, ""));
    }

    private void save(String file, Draft draft) throws Exception {
        drafts.put(file, draft);
        Files.writeString(folder.resolve("epl").resolve(file), draft.text());
    }

    /** Edits something, and answers whether the folder is broken now. */
    private boolean edit(Edit edit, SplittableRandom random) throws Exception {
        edits.merge(edit, 1, Integer::sum);
        String file = List.copyOf(drafts.keySet()).get(random.nextInt(drafts.size()));
        Draft d = Objects.requireNonNull(drafts.get(file));
        switch (edit) {
            case COMMENT ->
                save(file, new Draft(d.template(), d.name(), d.threshold(), d.number(), "// x\n" + d.comment()));
            case THRESHOLD ->
                save(file, new Draft(d.template(), d.name(), 80 + random.nextInt(18), d.number(), d.comment()));
            case NEW_FILE -> create(random.nextInt(TEMPLATES.size()), random);
            case REMOVED_FILE -> {
                if (drafts.size() > 1) {
                    drafts.remove(file);
                    Files.delete(folder.resolve("epl").resolve(file));
                }
            }
            case BROKEN_FILE -> {
                Files.writeString(folder.resolve("epl/broken.epl"), "select host from Metrc;");
                return true;
            }
            case RENAMED_RULE ->
                save(file, new Draft(d.template(), "rule " + ++names, d.threshold(), d.number(), d.comment()));
            case VARIABLE -> variables.put("most", 85.0 + random.nextInt(12));
            case WINDOW -> variables.put("span", 10L + random.nextInt(30));
        }
        Files.deleteIfExists(folder.resolve("epl/broken.epl"));
        return false;
    }

    /** Three messages a second of six hosts; every now and then one is silent for a while, or late. */
    private static List<Message> stream(SplittableRandom random) {
        List<Message> log = new ArrayList<>();
        long[] silentUntil = new long[6];
        long time = START;
        while (log.size() < MESSAGES) {
            time += 1 + random.nextInt(660);
            int host = random.nextInt(6);
            if (random.nextInt(300) == 0) {
                silentUntil[host] = time + 20_000;
            }
            if (time < silentUntil[host]) {
                continue;
            }
            long dated = random.nextInt(20) == 0 ? time - random.nextInt(3_000) : time;
            String json = String.format(
                    Locale.ROOT,
                    "{\"_id\":\"h%d\",\"timestamp\":\"%s\",\"items\":{\"P\":%.3f,\"Q\":%d}}",
                    host,
                    UtcTime.format(dated),
                    random.nextDouble(100),
                    random.nextInt(100));
            log.add(new Message(log.size() + 1, time + random.nextInt(50), json.getBytes(StandardCharsets.UTF_8)));
        }
        return log;
    }

    /** The service's engine, without a server. */
    private static final class Run {
        private static final Checkpoint BEGIN = new Checkpoint(0, ClockState.START);

        private final List<Message> log;
        private final InputQueue queue = new InputQueue();
        private final MarkKeeper marks;
        private final EngineLoop loop;
        private final Reloader reloader;
        private final Thread engine;
        private final Thread marker;
        private final Decoder decoder;
        private int published;
        private long decoded;

        Run(Store store, List<Message> log, RuleFolder folder, RuleSet rules, Settings settings) throws Exception {
            this.log = log;
            decoder = new Decoder(settings.decode(), new Counters());
            RuleCounts counts = new RuleCounts();
            Committer committer = new Committer(store, List.of(SINK), null, BEGIN, counts, sinks -> {});
            Router router = new Router(rules.rules(), committer::alert);
            List<JournalEntry> changes = Journal.changes(store.journal(), settings, rules, BEGIN, BEGIN);
            Warmup warmup = new Warmup(
                    rules,
                    Journal.of(settings, List.of()),
                    Mark.empty(BEGIN),
                    Warmup.known(rules.rules()),
                    router::learn);
            store.marks().add(Mark.empty(BEGIN), List.of(), 0);
            marks = new MarkKeeper(store.marks(), new LastEvents(MANY), 600_000, 86_400_000, BEGIN);
            loop = new EngineLoop(
                    queue,
                    warmup.evaluator(),
                    router,
                    new DerivedEvents("me", 0),
                    committer,
                    marks,
                    new FeedGaps(settings.feed(), router, committer::journal),
                    new OutboxLimit(store.outbox(), List.of(SINK), Long.MAX_VALUE, new Counters()),
                    counts,
                    new Counters());
            loop.unmute(rules, warmup.scratch(), List.of(), store.knownRules(), List.of(), changes);
            reloader = new Reloader(
                    folder,
                    store,
                    () -> new MemoryLog(log),
                    new EngineTasks(queue),
                    loop,
                    RuleGate.OPEN,
                    rules,
                    settings);
            engine = new Thread(loop, "engine");
            marker = new Thread(marks, "marks");
        }

        void start() {
            engine.start();
            marker.start();
        }

        void publishSome(int more) throws InterruptedException {
            publishTo(Math.min(log.size(), published + more));
        }

        synchronized void publishTo(int sequence) throws InterruptedException {
            while (published < sequence) {
                Message m = log.get(published++);
                var readings = decoder.decode(m.data());
                decoded += readings == null ? 0 : readings.size();
                queue.put(new Input.Received(m.sequence(), m.timestamp(), readings));
            }
        }

        /** Reloads while messages keep coming. */
        void reload(RuleFolder folder, Settings settings, boolean broken, long pauseNanos) throws Exception {
            Thread publisher = new Thread(() -> {
                try {
                    while (!Thread.currentThread().isInterrupted() && published < log.size() - 200) {
                        publishTo(published + 1);
                        LockSupport.parkNanos(pauseNanos);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            publisher.start();
            ReloadReport report =
                    reloader.apply(Candidate.read(folder, SettingsSource.fixed(settings), settings), null);
            publisher.interrupt();
            publisher.join();
            assertThat(report.kind() == ReloadReport.Kind.REFUSED)
                    .as(report.text())
                    .isEqualTo(broken);
            assertThat(report.kind()).as(report.text()).isNotEqualTo(ReloadReport.Kind.FAILED);
        }

        void finish() throws Exception {
            publishTo(log.size());
            queue.put(new Input.End());
            engine.join(TimeUnit.MINUTES.toMillis(1));
            assertThat(engine.isAlive()).isFalse();
            marker.interrupt();
            marker.join();
        }

        long events() {
            return loop.totals(new Counters(), List.of()).evaluated().events();
        }
    }
}
