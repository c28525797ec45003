package io.tocsin.store;

import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.DeadLetter;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.FeedGap;
import io.tocsin.model.Json;
import io.tocsin.model.OpenAlert;
import io.tocsin.model.RuleStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one transaction makes durable: the consequences of the log up to a checkpoint, together with it.
 *
 * @param checkpoint how far the log has been evaluated
 * @param alerts changes of alerts for the history, in order
 * @param outgoing what is to be sent, in order
 * @param changed open alerts as they are now
 * @param closed open alerts that are no more
 * @param derived the number of the last derived event
 * @param corrections clock corrections for the journal
 * @param journal what else the engine was told, in order
 * @param rules the rule set that applies after the checkpoint, or null where it is the same as before
 * @param feed what became of a gap of the feed, or null for nothing
 * @param statuses what has become of rules, of those that are told of; with {@code rules} these are all there are
 */
public record Commit(
        Checkpoint checkpoint,
        List<Alert> alerts,
        List<Outgoing> outgoing,
        List<OpenAlert> changed,
        List<Closed> closed,
        long derived,
        List<Correction> corrections,
        List<JournalEntry> journal,
        @Nullable List<KnownRule> rules,
        @Nullable FeedChange feed,
        List<RuleStatus> statuses) {

    /**
     * A place, and nothing that would have come of getting there.
     *
     * @param rules as above
     */
    public static Commit place(
            Checkpoint checkpoint, long derived, List<JournalEntry> journal, @Nullable List<KnownRule> rules) {
        return new Commit(
                checkpoint,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                derived,
                List.of(),
                journal,
                rules,
                null,
                List.of());
    }

    /**
     * A gap of the feed as it is now.
     *
     * @param gap null where there is none any more
     * @param held alerts held for it that changed, as they are now
     * @param dropped rule and key of alerts that are held no more
     */
    public record FeedChange(@Nullable FeedGap gap, List<OpenAlert> held, List<Closed> dropped) {}

    /** An alert, a derived event or a dead letter on its way to one sink. */
    public record Outgoing(
            String sink, @Nullable Alert alert, @Nullable DerivedEvent event, @Nullable DeadLetter letter) {
        public Outgoing(String sink, @Nullable Alert alert, @Nullable DerivedEvent event) {
            this(sink, alert, event, null);
        }

        /**
         * What goes to one sink with the same key is sent in order: the changes of an alert, and the derived events of a
         * rule for a host and service. Null where the order does not matter.
         */
        public @Nullable String orderKey() {
            if (alert != null) {
                return alert.alert();
            }
            return event == null ? null : Json.array(List.of(event.rule(), event.host(), event.service()));
        }
    }

    /** The rule and key of an alert that is no longer open, or held. */
    public record Closed(String rule, String key) {}

    /**
     * A journal entry: the clock stood at {@code clock} before the message {@code sequence} was evaluated, though that
     * message's own timestamp would not have moved it so far.
     */
    public record Correction(long sequence, long clock) {}

    /**
     * A rule whose rows the open alerts and the outbox already reflect.
     *
     * @param name the rule's name
     * @param fingerprint what its rows depend on
     * @param key the key of its alerts, as a JSON array of columns
     */
    public record KnownRule(String name, String fingerprint, String key) {}
}
