package io.tocsin.cli;

import io.tocsin.app.Course;
import io.tocsin.app.Differences;
import io.tocsin.app.ReplayBound;
import io.tocsin.app.RuleDiff;
import io.tocsin.app.Stretch;
import io.tocsin.config.Settings;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.file.FileLog;
import org.jspecify.annotations.Nullable;

/** Replays a stretch of a log through two rule sets, with progress for who waits. */
final class RuleComparison {
    private RuleComparison() {}

    /**
     * Compares over a stretch; windows are filled from the messages before.
     *
     * @param from null: the first message there is
     * @param to null: the last one
     */
    static Differences over(
            MessageLog log, Course before, Course after, @Nullable ReplayBound from, @Nullable ReplayBound to)
            throws Exception {
        Stretch stretch = stretch(log, before, after, from, to);
        try (Progress progress = Progress.of("diff", stretch.warm(), stretch.to(), log)) {
            return new RuleDiff(before, after, log, progress::at).run(stretch);
        }
    }

    private static Stretch stretch(
            MessageLog log, Course before, Course after, @Nullable ReplayBound from, @Nullable ReplayBound to)
            throws Exception {
        Settings settings = after.settings();
        if (log instanceof FileLog file) {
            return Stretch.ofFile(file, settings.decode(), from, to).warmedWhole(1);
        }
        Stretch stretch = Stretch.ofLog(log, from, to, System.currentTimeMillis());
        if (from == null) {
            return stretch;
        }
        long horizon = Math.max(before.horizon(stretch.from()), after.horizon(stretch.from()));
        return stretch.warmed(log, horizon + settings.clock().stall().toMillis());
    }
}
