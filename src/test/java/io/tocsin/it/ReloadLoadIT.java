package io.tocsin.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.app.server.StreamingServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reloads under 5,000 messages a second, a tenth of them of a rule whose window holds 60 s: no event is lost or doubled, and
 * memory stays flat. {@code -Dit.reloads=1000} is the long form; the figures go to
 * standard output.
 */
final class ReloadLoadIT {
    private static final int RELOADS = Integer.getInteger("it.reloads", 20);
    /** The long form may be ended early; then it tells how far it came. */
    private static final long MINUTES = Long.getLong("it.minutes", 60);

    private static final double PER_SECOND = 5_000;
    /** Every so many reloads it is the rule with the window that changes. */
    private static final int PER_WINDOW = 10;
    /** The clock of the load goes on by 1 ms a message. */
    private static final int WINDOW = 60_000;

    private static final int SAMPLES = 10;
    private static final double MIB = 1024;

    private static final String MARK =
            """
            @Name('mark') @Alert(severity = 'info', summary = 'mark {metric}', each = true)
            select host, metric from Metric(metric % 1000 = 0);
            """;
    private static final String COUNTS =
            """
            @Name('window') @Alert(severity = 'info', summary = '{n}', each = true)
            select host, count(*) as n, min(metric) as low, max(metric) as high, %d as version
            from Metric#time(60 sec) group by host having count(*) > %d output last at (*, *, *, *, *, */10);
            """;
    private static final String OTHER =
            """
            @Name('other %d') @Alert(severity = 'warning', summary = 'never') select host from Metric(metric < -%d);
            """;
    private static final Pattern RELOADED =
            Pattern.compile("rules reloaded: .*; warmed over (\\d+) messages in (\\d+) ms, engine paused ([\\d.]+) ms");

    private final List<Double> pauses = new ArrayList<>();
    private final List<Long> effects = new ArrayList<>();
    private final List<Long> warmed = new ArrayList<>();
    private final List<String> memory = new ArrayList<>();

    @Test
    void reloadsUnderLoadLoseNothingAndLeaveNothingBehind(@TempDir Path folder) throws Exception {
        try (StreamingServer server = StreamingServer.start(
                        null, folder.resolve("server"), List.of("--max_msgs", "0", "--max_bytes", "0"));
                Load load = new Load(server, PER_SECOND)) {
            Workspace workspace = Workspace.in(folder)
                    .service(server, "alerts", "clock: { stall: 1 h }\nrules: { poll: 100 ms, horizon: 1 s }")
                    .rule("mark.epl", MARK)
                    .rule("window.epl", COUNTS.formatted(0, 0))
                    .rule("other.epl", OTHER.formatted(0, 1));
            try (Tocsin service = workspace.tocsin("run").heap("512m").start();
                    Channel alerts = Channel.of(server, "alerts")) {
                service.says("source: ");
                load.begin();
                alerts.has("mark " + WINDOW);
                List<double[]> samples = new ArrayList<>();
                long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
                for (int i = 1; i <= RELOADS && System.nanoTime() < end; i++) {
                    long saved = System.nanoTime();
                    if (i % PER_WINDOW == 0) {
                        workspace.rule("window.epl", COUNTS.formatted(i, i));
                    } else if (i % PER_WINDOW == 5) {
                        workspace.rule("more.epl", OTHER.formatted(i, i));
                    } else if (i % PER_WINDOW == 6) {
                        workspace.removeRule("more.epl");
                    } else {
                        workspace.rule("other.epl", OTHER.formatted(i % 3, i));
                    }
                    int count = i;
                    service.until("reloads " + i + " times", () -> reloads(service.error()) >= count);
                    effects.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - saved));
                    if (i % Math.max(1, RELOADS / SAMPLES) == 0) {
                        samples.add(sample(service, i));
                    }
                }
                long last = load.end();
                alerts.until("the last mark", all -> all.stream()
                        .anyMatch(r -> r.text().contains("mark " + last / 1000 * 1000 + "\"")));
                assertThat(service.terminate().finish().code())
                        .as(service.error())
                        .isZero();
                reloads(service.error());
                report(last);
                nothingIsLostOrDoubled(alerts, service.error(), last);
                memoryIsFlat(samples);
                assertThat(service.error()).doesNotContain("refused").doesNotContain("could not");
            }
        }
    }

    private int reloads(String error) {
        pauses.clear();
        warmed.clear();
        Matcher m = RELOADED.matcher(error);
        while (m.find()) {
            warmed.add(Long.parseLong(m.group(1)));
            pauses.add(Double.parseDouble(m.group(3)));
        }
        return pauses.size();
    }

    private static void nothingIsLostOrDoubled(Channel alerts, String error, long last) {
        List<JsonNode> all = alerts.texts().stream().map(Alerts::json).toList();
        List<Long> marks = all.stream()
                .filter(a -> a.path("rule").asText().equals("mark"))
                .map(a -> a.path("values").path("metric").asLong())
                .toList();
        assertThat(marks).hasSize((int) (last / 1000)).doesNotHaveDuplicates();
        List<JsonNode> windows = all.stream()
                .filter(a -> a.path("rule").asText().equals("window"))
                .map(a -> a.path("values"))
                .toList();
        assertThat(windows).hasSizeGreaterThan(5);
        for (JsonNode w : windows) {
            long n = w.path("n").asLong();
            assertThat(w.path("high").asLong() - w.path("low").asLong() + 1)
                    .as("rising numbers without a gap, each once: %s", w)
                    .isEqualTo(n);
            if (w.path("high").asLong() > WINDOW) {
                assertThat(n).as("a full window: %s", w).isBetween(WINDOW - 1L, WINDOW + 0L);
            }
        }
        assertThat(windows.stream()
                        .map(w -> w.path("version").asInt())
                        .distinct()
                        .count())
                .as("versions of the window's rule that rang")
                .isGreaterThan(1);
        assertThat(error).containsPattern(String.format(Locale.ROOT, "messages +%,d received", last));
    }

    /** After a collection of garbage: metaspace and heap in use, KiB. */
    private double[] sample(Tocsin service, int reload) throws Exception {
        tool("jcmd", Long.toString(service.pid()), "GC.run");
        List<List<String>> table = tool("jstat", "-gc", Long.toString(service.pid()))
                .lines()
                .map(line -> List.of(line.strip().split("\\s+", -1)))
                .toList();
        List<String> names = table.get(0);
        List<String> values = table.get(1);
        double heap = 0;
        for (String part : List.of("S0U", "S1U", "EU", "OU")) {
            heap += Double.parseDouble(values.get(names.indexOf(part)));
        }
        double metaspace = Double.parseDouble(values.get(names.indexOf("MU")));
        memory.add(String.format(
                Locale.ROOT, "  after %4d: metaspace %.1f MiB, heap %.1f MiB", reload, metaspace / MIB, heap / MIB));
        return new double[] {metaspace, heap};
    }

    private static String tool(String... command) throws Exception {
        command[0] = Path.of(System.getProperty("java.home"), "bin", command[0]).toString();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_TOOL") || name.startsWith("JDK_JAVA"));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    /** The second half is no higher than the first but for what garbage of a moment may be. */
    private static void memoryIsFlat(List<double[]> samples) {
        double[] first = samples.get(samples.size() / 2 - 1);
        double[] last = samples.get(samples.size() - 1);
        assertThat(last[0]).as("metaspace, KiB").isLessThan(first[0] + 4 * MIB);
        assertThat(last[1]).as("heap, KiB").isLessThan(first[1] * 1.5 + 20 * MIB);
    }

    private void report(long messages) {
        List<Double> p = pauses.stream().sorted().toList();
        List<Long> e = effects.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%d reloads under %.0f messages a second, %,d messages%n"
                        + "  pause of the engine: median %.1f ms, p99 %.1f ms, longest %.1f ms%n"
                        + "  from save to effect: median %d ms, p99 %d ms, longest %d ms; warmed over %,d messages on average%n",
                p.size(),
                PER_SECOND,
                messages,
                p.get(p.size() / 2),
                p.get((int) (p.size() * 0.99)),
                p.get(p.size() - 1),
                e.get(e.size() / 2),
                e.get((int) (e.size() * 0.99)),
                e.get(e.size() - 1),
                (long) warmed.stream().mapToLong(Long::longValue).average().orElse(0));
        memory.forEach(System.out::println);
    }
}
