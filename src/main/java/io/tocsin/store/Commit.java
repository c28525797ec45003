package io.tocsin.store;

import io.tocsin.model.Alert;
import io.tocsin.model.Checkpoint;
import io.tocsin.model.DerivedEvent;
import io.tocsin.model.OpenAlert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one transaction makes durable: the consequences of the log up to a checkpoint, together with it.
 *
 * @param checkpoint how far the log has been evaluated
 * @param outgoing what is to be sent, in order
 * @param changed open alerts as they are now
 * @param closed open alerts that are no more
 * @param derived the number of the last derived event
 * @param marks places to rebuild from, passed since the last commit
 * @param corrections clock corrections for the journal
 * @param rules the rule set that applies after the checkpoint, or null where it is the same as before
 * @param horizonStart the engine time before which marks and journal are no longer needed, except the newest mark there
 */
public record Commit(
        Checkpoint checkpoint,
        List<Outgoing> outgoing,
        List<OpenAlert> changed,
        List<Closed> closed,
        long derived,
        List<Checkpoint> marks,
        List<Correction> corrections,
        @Nullable List<KnownRule> rules,
        long horizonStart) {

    /** An alert or a derived event on its way to one sink. */
    public record Outgoing(String sink, @Nullable Alert alert, @Nullable DerivedEvent event) {}

    /** The rule and key of an alert that is no longer open. */
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
