package io.tocsin.model;

/**
 * A message that was skipped, for whoever looks after its sender. A long message is cut; the whole one stays in the log.
 *
 * @param sequence the message's sequence in the log; there is one letter for it, so a reader can tell a duplicate
 * @param timestamp when the log stored it, epoch ms UTC, or {@link Message#NO_TIMESTAMP}
 * @param reason why it was skipped
 * @param size how many bytes it has
 * @param content the message as text, or, where it is not UTF-8, in base64; the start of it where it is cut
 * @param text whether the content is text
 * @param cut whether the content is not the whole message
 */
public record DeadLetter(
        long sequence, long timestamp, SkipReason reason, int size, String content, boolean text, boolean cut) {}
