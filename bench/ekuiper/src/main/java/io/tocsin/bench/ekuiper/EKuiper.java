package io.tocsin.bench.ekuiper;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.bench.Contender;
import io.tocsin.bench.Dataset;
import io.tocsin.bench.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * eKuiper, the binary that the environment variable KUIPERD points to, in a process of its own. A round makes its stream and
 * its rule and ends when the rule has: eKuiper ends it behind the last message of the file, with all alerts written.
 */
public final class EKuiper implements Contender {
    private static final String STREAM = "messages";
    private static final String RULE = "alerts";
    /** After five minutes its file sink would begin the file anew. */
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private static final long LOOK_MILLIS = 20;

    /** Its source waits for the rule; by default it throws away what the rule is too slow for. */
    private static final Map<String, Object> THRESHOLD_OPTIONS = Map.of("disableBufferFullDiscard", true);

    /** The messages come in order of time. */
    private static final Map<String, Object> WINDOW_OPTIONS =
            Map.of("disableBufferFullDiscard", true, "isEventTime", true, "lateTolerance", 0);

    private Job job;
    private long messages;
    private KuiperFolder folder;
    private Kuiperd kuiperd;

    @Override
    public void prepare(Job given) throws Exception {
        job = given;
        messages = job.messages().size();
        folder = KuiperFolder.create(job.server().resolveSibling("ekuiper"), job.file());
        String program = Objects.requireNonNull(System.getenv("KUIPERD"), "set KUIPERD to a kuiperd");
        kuiperd = Kuiperd.start(Path.of(program).toAbsolutePath(), folder);
    }

    @Override
    public Optional<ProcessHandle> outside() {
        return Optional.of(kuiperd.process());
    }

    @Override
    public Outcome round(Consumer<String> texts) throws Exception {
        Files.deleteIfExists(folder.alerts());
        kuiperd.create("streams", Map.of("sql", KuiperSql.stream(job.workload(), job.file())));
        kuiperd.create("rules", rule());
        JsonNode end = awaitEnd();
        AlertRows rows = new AlertRows(job.workload());
        rows.read(folder.alerts(), texts);
        expect(messages, end.path("source_messages_0_records_out_total").asLong(), "messages read");
        expect(end.path("sink_file_0_0_records_out_total").asLong(), rows.rows(), "rows written");
        kuiperd.drop("rules", RULE);
        kuiperd.drop("streams", STREAM);
        return new Outcome(messages * Dataset.ITEMS, rows.alerts());
    }

    private Map<String, Object> rule() {
        Map<String, Object> file = Map.of("path", folder.alerts().toString(), "sendSingle", true, "omitIfEmpty", true);
        return Map.of(
                "id",
                RULE,
                "sql",
                KuiperSql.rule(job.workload()),
                "actions",
                List.of(Map.of("file", file)),
                "options",
                job.workload().thresholds() > 0 ? THRESHOLD_OPTIONS : WINDOW_OPTIONS);
    }

    private JsonNode awaitEnd() throws IOException, InterruptedException {
        long end = System.nanoTime() + LIMIT.toNanos();
        JsonNode status = kuiperd.status(RULE);
        while (status.path("status").asText().equals("running")) {
            if (System.nanoTime() > end) {
                throw new IOException("eKuiper's rule was not through after %d s; kuiperd's log is %s"
                        .formatted(LIMIT.toSeconds(), folder.log()));
            }
            Thread.sleep(LOOK_MILLIS);
            status = kuiperd.status(RULE);
        }
        if (!status.path("message").asText().startsWith("done")) {
            throw new IOException("eKuiper's rule has failed: %s; kuiperd's log is %s".formatted(status, folder.log()));
        }
        return status;
    }

    private void expect(long wanted, long given, String what) throws IOException {
        if (wanted != given) {
            throw new IOException("eKuiper lost something: %d of %d %s; kuiperd's log is %s"
                    .formatted(given, wanted, what, folder.log()));
        }
    }
}
