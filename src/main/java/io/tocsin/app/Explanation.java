package io.tocsin.app;

import io.tocsin.pipeline.evaluate.RuleTexts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What led to an alert.
 *
 * @param found the alert
 * @param rule its rule
 * @param stretch what was read again; the windows were warmed from {@code warm} on
 * @param logBegins the first message that is still there
 * @param source where it was read
 * @param sensors which events were looked at, in words
 * @param since engine time from which on they were, epoch ms UTC
 * @param steps the last of these events, and whatever else gave rows or changes of the alert, in order
 * @param seen how many events were looked at
 * @param again whether the change came again with its id
 */
public record Explanation(
        FoundAlert found,
        RuleThen rule,
        Stretch stretch,
        long logBegins,
        String source,
        String sensors,
        long since,
        List<ReplayStep> steps,
        long seen,
        boolean again) {
    public Explanation {
        steps = List.copyOf(steps);
    }

    /** Whether messages that may have had a say in it are no longer there. */
    public boolean isCut() {
        return logBegins > 1 && stretch.warm() <= logBegins;
    }

    /** Whether the message of the change, or the last one before it, is no longer there. */
    public boolean isGone() {
        return found.change().sequence() < logBegins;
    }

    /**
     * The rule as it was.
     *
     * @param after the message after which it came into effect as it was, or null where no journal says so
     * @param known whether it is known to have been in effect; else it is the earliest that the journal still has
     * @param parts the rule, what resolves it and what they build on; nothing where they are not known
     * @param today how today's rule differs
     */
    public record RuleThen(@Nullable Long after, boolean known, List<RuleTexts.Part> parts, Today today) {
        public RuleThen {
            parts = List.copyOf(parts);
        }
    }

    /** How the rule of today is to the one of then. */
    public enum Today {
        SAME,
        DIFFERENT,
        GONE,
        /** Today's files cannot be read. */
        UNKNOWN
    }
}
