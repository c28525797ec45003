package io.tocsin.pipeline.consume;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a {@link MessageLog} had to put right so far, over all its reads. None of it reaches a receiver.
 *
 * @param rebuildsBy subscriptions opened anew, by the cause; causes that never occurred are left out
 * @param outOfOrder messages not taken because one before them was missing
 * @param repeated messages dropped because they had been delivered before
 */
public record Repairs(Map<Cause, Long> rebuildsBy, long outOfOrder, long repeated) {
    /** Nothing had to be put right. */
    public static final Repairs NONE = new Repairs(Map.of(), 0, 0);

    /** What made a subscription doubtful. */
    public enum Cause {
        /** The connection broke, or was made anew. */
        CONNECTION,
        /** The broker forgot this client, or answers it no longer. */
        SESSION,
        /** A message came where an earlier one was due. */
        ORDER,
        /** A message could not be acknowledged. */
        ACKNOWLEDGEMENT,
        /** Nothing came, though the log has more, or does not even say whether it has. */
        SILENCE
    }

    /** Subscriptions opened anew, whatever the cause. */
    public long rebuilds() {
        return rebuildsBy.values().stream().mapToLong(Long::longValue).sum();
    }

    /** For people, such as {@code rebuilds of the subscription: 3 (connection 2, order 1); messages out of order: 1, repeated: 0}. */
    @Override
    public String toString() {
        String causes = rebuildsBy.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(by -> by.getKey().name().toLowerCase(Locale.ROOT) + " " + by.getValue())
                .collect(Collectors.joining(", "));
        return "rebuilds of the subscription: " + rebuilds() + (causes.isEmpty() ? "" : " (" + causes + ")")
                + "; messages out of order: " + outOfOrder + ", repeated: " + repeated;
    }
}
