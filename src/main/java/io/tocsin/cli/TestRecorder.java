package io.tocsin.cli;

import io.tocsin.app.ReplayBound;
import io.tocsin.app.Stretch;
import io.tocsin.app.ruletest.Recording;
import io.tocsin.config.Nearest;
import io.tocsin.config.Settings;
import io.tocsin.model.Rule;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import io.tocsin.pipeline.evaluate.RuleCompiler;
import io.tocsin.pipeline.evaluate.RuleFolder;
import io.tocsin.pipeline.evaluate.RuleSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** Makes a test of a stretch of the log. */
record TestRecorder(Path rules, CommonOptions common, InputOptions input, StretchOptions bounds, List<String> only) {
    private static final String MESSAGES = ".ndjson";

    /** @param given the test's name, empty for one of the stretch */
    int record(String given, Signals signals) throws Exception {
        Settings settings = input.settings(common);
        ReplayBound from = bounds.first();
        ReplayBound to = bounds.last();
        if (input.isStandardInput()) {
            throw new UsageException("standard input is read once, and a recording looks twice: save it to a file");
        }
        RuleSet set = new RuleCompiler(settings).compile(new RuleFolder(rules));
        requireKnown(set);
        try (MessageLog log = input.open(settings, "tocsin-record-" + UUID.randomUUID())) {
            return signals.interruptibly(() -> {
                Stretch stretch = log instanceof FileLog file
                        ? Stretch.ofFile(file, settings.decode(), from, to)
                        : Stretch.ofLog(log, from, to, System.currentTimeMillis());
                return record(name(given, stretch), log, stretch, set, settings);
            });
        } catch (LogException e) {
            throw input.failure(e);
        }
    }

    private int record(String name, MessageLog log, Stretch stretch, RuleSet set, Settings settings) throws Exception {
        Path messages = rules.resolve(name + MESSAGES);
        Path test = rules.resolve(name + RuleFolder.TEST_ENDING);
        requireFree(messages);
        requireFree(test);
        long written;
        try (ResultFile file = ResultFile.of(messages);
                ResultFile tests = ResultFile.of(test)) {
            written = Recording.messages(log, stretch, settings.log().channel(), file.writer());
            if (written == 0) {
                throw new UsageException("there is no message from " + stretch.from() + " to " + stretch.to());
            }
            file.keep();
            int expected = finish(name, messages, set, settings, tests);
            Terminal.note("%s: %,d messages in %s, %,d changes of alerts expected"
                    .formatted(test, written, messages, expected));
        }
        return Exit.DONE;
    }

    private int finish(String name, Path messages, RuleSet set, Settings settings, ResultFile tests)
            throws InterruptedException, IOException {
        boolean kept = false;
        try {
            int expected = new Recording(name, new HashSet<>(only)).test(messages, set, settings, tests.writer());
            tests.keep();
            kept = true;
            return expected;
        } finally {
            if (!kept) {
                Files.deleteIfExists(messages);
            }
        }
    }

    private static String name(String given, Stretch stretch) {
        String last = stretch.to() == MessageLog.FOLLOW ? "end" : String.valueOf(stretch.to());
        return given.isEmpty() ? "recorded-" + stretch.from() + "-" + last : given;
    }

    private static void requireFree(Path file) throws UsageException {
        if (Files.exists(file)) {
            throw new UsageException(file + ": exists already; delete it, or give another name by --record=NAME");
        }
    }

    private void requireKnown(RuleSet set) throws UsageException {
        List<String> names = set.rules().stream().map(Rule::name).toList();
        for (String name : only) {
            if (!names.contains(name)) {
                throw new UsageException("--only " + name + ": no rule has that name" + Nearest.hint(name, names));
            }
        }
    }
}
