package io.tocsin.pipeline.consume.file;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** One pass over an export, behind its head. */
final class Export {
    /** JSON escapes one byte by six at most. */
    private static final long ESCAPED = 6;

    private static final int AROUND = 1024;

    private final String name;
    private final Lines lines;
    private final BooleanSupplier closed;
    private final long first;
    private long line = 1;

    Export(String name, Lines lines, byte[] head, int maxMessage, BooleanSupplier closed) throws LogException {
        this.name = name;
        this.lines = lines;
        this.closed = closed;
        try {
            first = ExportFormat.from(head);
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
        lines.cutTo((int) Math.min(Integer.MAX_VALUE - AROUND, ESCAPED * maxMessage + AROUND));
    }

    MessageLog.Bounds deliver(long from, long to, Receiver receiver)
            throws IOException, LogException, InterruptedException {
        long last = first - 1;
        while (last < to && !closed.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            byte[] next = lines.next();
            if (next == null) {
                break;
            }
            line++;
            Message message = message(next, last);
            long due = Math.max(from, last + 1);
            last = message.sequence();
            if (due <= Math.min(to, last - 1)) {
                receiver.evicted(due, Math.min(to, last - 1));
            }
            if (last >= from && last <= to) {
                receiver.message(message);
            }
        }
        return new MessageLog.Bounds(first, last);
    }

    private Message message(byte[] data, long last) throws LogException {
        try {
            Message message = ExportFormat.message(data);
            if (message.sequence() <= last) {
                throw new IllegalArgumentException(
                        "its sequence " + message.sequence() + " does not come after " + last);
            }
            return message;
        } catch (IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private LogException damaged(IllegalArgumentException e) {
        return new LogException(name + ": line " + line + " of this export is damaged: " + e.getMessage()
                + "; export the stretch again");
    }
}
