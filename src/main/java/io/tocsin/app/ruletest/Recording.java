package io.tocsin.app.ruletest;

import io.tocsin.app.Stretch;
import io.tocsin.config.Position;
import io.tocsin.config.Settings;
import io.tocsin.model.Alert;
import io.tocsin.model.Message;
import io.tocsin.model.Rule;
import io.tocsin.model.SafeText;
import io.tocsin.model.UtcTime;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.ExportFormat;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes a test of a stretch of a log: its messages, and what the rules of today make of them, beginning cold. */
public final class Recording {
    private final String name;
    private final Set<String> only;

    /**
     * A recording.
     *
     * @param name what the test is to show
     * @param only the rules to be tested; empty: those that ring
     */
    public Recording(String name, Set<String> only) {
        this.name = name;
        this.only = only;
    }

    /**
     * Writes the messages to a file that a test can name as its log.
     *
     * @return how many there were
     * @throws IllegalArgumentException if one of a plain file is not UTF-8, naming it
     */
    public static long messages(MessageLog log, Stretch stretch, String channel, PrintWriter to)
            throws LogException, InterruptedException {
        long[] written = {0};
        log.read(stretch.from(), stretch.to(), (Message message) -> {
            boolean isOfFile = message.timestamp() == Message.NO_TIMESTAMP;
            if (written[0]++ == 0 && !isOfFile) {
                to.print(ExportFormat.head(channel, message.sequence()) + "\n");
            }
            to.print((isOfFile ? line(message) : ExportFormat.line(message)) + "\n");
        });
        return written[0];
    }

    /** A message of a plain file as it was there. */
    private static String line(Message message) {
        String text = new String(message.data(), StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), message.data())) {
            throw new IllegalArgumentException("line " + message.sequence()
                    + " is not UTF-8 and cannot be recorded from a plain file; take it out, or record from the log");
        }
        return text;
    }

    /**
     * Runs the rules over the messages and writes the test that expects what came.
     *
     * @param messages what {@link #messages} wrote, beside the test
     * @return how many changes it expects
     */
    public int test(Path messages, RuleSet rules, Settings settings, PrintWriter to) throws InterruptedException {
        RuleTest draft = new RuleTest(
                new Position(1, 1),
                name,
                "2020-01-01T00:00:00Z",
                Duration.ofSeconds(1),
                List.of(),
                Map.of(),
                messages,
                null,
                null,
                List.of(),
                List.of(),
                null);
        Set<String> all = rules.rules().stream().map(Rule::name).collect(Collectors.toSet());
        TestRun run = new TestRun(new LoadedTest(messages.toString(), draft, all, rules, settings));
        run.run();
        List<Alert> alerts = run.alerts().stream()
                .filter(alert -> only.isEmpty() || only.contains(alert.rule()))
                .toList();
        Set<String> tested = only.isEmpty() ? alerts.stream().map(Alert::rule).collect(Collectors.toSet()) : only;
        to.print("tests:\n");
        to.print("  - name: " + quoted(name) + "\n");
        to.print("    log: " + quoted(String.valueOf(messages.getFileName())) + "\n");
        if (!tested.isEmpty()) {
            to.print("    rules: "
                    + new TreeSet<>(tested).stream().map(Recording::quoted).toList() + "\n");
        }
        to.print(alerts.isEmpty() ? "    alerts: []\n" : "    alerts:\n");
        alerts.forEach(alert -> to.print("      - " + expected(alert) + "\n"));
        return alerts.size();
    }

    private static String expected(Alert alert) {
        return "{ at: " + quoted(UtcTime.format(alert.time())) + ", rule: " + quoted(alert.rule()) + ", state: "
                + alert.state().word() + ", severity: " + alert.severity().word()
                + (alert.host() == null ? "" : ", host: " + quoted(alert.host()))
                + (alert.service() == null ? "" : ", service: " + quoted(alert.service()))
                + ", count: " + alert.count() + " }";
    }

    /** A YAML scalar in double quotes; what is hard to see is escaped, and nothing is taken for a placeholder. */
    private static String quoted(String text) {
        boolean plain = SafeText.line(text, Integer.MAX_VALUE).equals(text);
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.replace("${", "$${").toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && (plain || c < 0x7F)) {
                quoted.append(c);
            } else {
                quoted.append(String.format(java.util.Locale.ROOT, "\\u%04X", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
