package io.tocsin.pipeline.consume.file;

import io.tocsin.model.Message;
import io.tocsin.pipeline.consume.LogException;
import io.tocsin.pipeline.consume.MessageLog;
import io.tocsin.pipeline.consume.Receiver;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One message a line, plain or gzip (told by its first bytes, whatever the name), of a file or of standard input.
 *
 * <p>The sequence of a message is its line number, from 1; it has no timestamp. A line ends with a line feed, which is
 * not part of the message; a carriage return before it is, and harms no JSON. An empty line is a message, and so is a
 * last line without a line feed; a line feed at the end of the file adds none. Of a line longer than the limit only one
 * byte more than the limit is delivered, so that memory stays bounded and the decoder finds the message too large.
 *
 * <p>A file that {@code tocsin export} has written is told by its first line. Its messages come with the sequence and the
 * timestamp that they had in their log, and what that had evicted is reported. Its lines are not cut: one that is damaged
 * ends the read with a {@link LogException}.
 *
 * <p>Of other files nothing is ever evicted, and the log is never followed: a read ends with the file. Reading from more than one past
 * its end is a {@link LogException}, as the file is not the one that was read before. Standard input can be read once.
 */
public final class FileLog implements MessageLog {
    private final String name;
    private final @Nullable Path file;
    private final Input.Opener opener;
    private final int maxMessage;
    private final AtomicBoolean used = new AtomicBoolean();
    private volatile boolean closed;
    private volatile @Nullable Input latest;

    private FileLog(String name, @Nullable Path file, Input.Opener opener, long maxMessage) {
        if (maxMessage < 1 || maxMessage > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("maxMessage: " + maxMessage);
        }
        this.name = name;
        this.file = file;
        this.opener = opener;
        this.maxMessage = (int) maxMessage;
    }

    /**
     * The log in a file. The file is opened by each read, not here.
     *
     * @param maxMessage bytes of a line beyond which it is cut
     */
    public static FileLog of(Path file, long maxMessage) {
        return new FileLog(file.toString(), file, () -> Files.newInputStream(file), maxMessage);
    }

    /**
     * The log that comes in by a stream, once.
     *
     * @param standardInput never closed here; read on a thread of its own, as such a read cannot be interrupted
     * @param maxMessage bytes of a line beyond which it is cut
     */
    public static FileLog of(InputStream standardInput, long maxMessage) {
        return new FileLog("standard input", null, () -> standardInput, maxMessage);
    }

    @Override
    public String describe() {
        return file == null ? name : "file " + name;
    }

    /** Bytes that the read begun last has taken from the file, as stored: of gzip the compressed ones. */
    public long bytesRead() {
        Input input = latest;
        return input == null ? 0 : input.bytesRead();
    }

    /** The bytes there are to read, or nothing where that is unknown, as for standard input and pipes. */
    public OptionalLong size() {
        try {
            return file != null && Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (IOException unreadable) {
            return OptionalLong.empty();
        }
    }

    /**
     * {@inheritDoc} Counts the lines, and so takes as long as reading the file.
     *
     * @throws LogException if the file cannot be read, or is none: how much is still to come through standard input or a
     *     pipe cannot be known
     */
    @Override
    public Bounds bounds() throws LogException, InterruptedException {
        if (file == null || (Files.exists(file) && !Files.isDirectory(file) && !Files.isRegularFile(file))) {
            throw new LogException("the end of " + name + " is not known before it has been read; name a file instead");
        }
        return deliver(FOLLOW, FOLLOW, message -> {}, false);
    }

    @Override
    public void read(long from, long to, Receiver receiver) throws LogException, InterruptedException {
        if (from < 1) {
            throw new IllegalArgumentException("from: " + from);
        }
        if (to < from) {
            return;
        }
        Bounds met = deliver(from, to, receiver, true);
        if (met.last() < from - 1 && !closed) {
            throw new LogException(
                    met.first() == 1
                            ? "%s has only %d lines, but line %d was asked for; is it the right file?"
                                    .formatted(name, met.last(), from)
                            : "%s has messages %d to %d, but message %d was asked for; is it the right file?"
                                    .formatted(name, met.first(), met.last(), from));
        }
    }

    /** Delivers messages and answers the first there is and the last one met. */
    private Bounds deliver(long from, long to, Receiver receiver, boolean shown)
            throws LogException, InterruptedException {
        if (file == null && used.getAndSet(true)) {
            throw new LogException(name + " has been read already and cannot be read again; save it to a file first");
        }
        if (closed) {
            return new Bounds(1, 0);
        }
        if (file != null && Files.isDirectory(file)) {
            throw new LogException(name + ": is a folder; name a file in it");
        }
        long line = 0;
        try (Input input = Input.open(opener, file != null && Files.isRegularFile(file), () -> closed);
                InputStream text = input.text()) {
            if (shown) {
                latest = input;
            }
            Lines lines = new Lines(text, maxMessage + 1);
            byte[] first = lines.next();
            if (first == null) {
                return new Bounds(1, 0);
            }
            if (ExportFormat.isHead(first)) {
                return new Export(name, lines, first, maxMessage, () -> closed).deliver(from, to, receiver);
            }
            line++;
            if (from == 1) {
                receiver.message(new Message(line, Message.NO_TIMESTAMP, first));
            }
            while (line < to && !closed) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (line < from - 1) {
                    if (!lines.skip()) {
                        break;
                    }
                    line++;
                    continue;
                }
                byte[] data = lines.next();
                if (data == null) {
                    break;
                }
                line++;
                receiver.message(new Message(line, Message.NO_TIMESTAMP, data));
            }
        } catch (InterruptedIOException stopped) {
            if (!closed) {
                throw Problems.interrupted(stopped);
            }
        } catch (ClosedByInterruptException interrupted) {
            Thread.interrupted(); // cleared, as by every method that throws InterruptedException
            throw Problems.interrupted(interrupted);
        } catch (IOException e) {
            throw Problems.of(name, line, e);
        }
        return new Bounds(1, line);
    }

    @Override
    public void close() {
        closed = true;
    }
}
