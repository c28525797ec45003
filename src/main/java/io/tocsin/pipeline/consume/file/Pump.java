package io.tocsin.pipeline.consume.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a read of standard input or a pipe one that can be stopped: a thread of its own reads ahead by a few blocks. A
 * read that the operating system does not give up may keep that thread until the program ends; it is a daemon.
 */
final class Pump extends InputStream {
    private static final int BLOCK = 64 * 1024;
    private static final int BLOCKS_AHEAD = 4;
    private static final int LOOK_UP_MILLIS = 50;

    /** A block of the stream; empty at its end; or why it could not be read. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Block(byte[] data, @Nullable IOException failure) {}

    private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(BLOCKS_AHEAD);
    private final BooleanSupplier stopped;
    private final Thread thread;
    private @Nullable Block block;
    private int from;

    Pump(Input.Opener opener, BooleanSupplier stopped) {
        this.stopped = stopped;
        thread = new Thread(() -> pump(opener), "tocsin-input");
        thread.setDaemon(true);
        thread.start();
    }

    private void pump(Input.Opener opener) {
        try {
            blocks.put(new Block(new byte[0], readAll(opener)));
        } catch (InterruptedException nobodyReadsOn) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable IOException readAll(Input.Opener opener) throws InterruptedException {
        byte[] buffer = new byte[BLOCK];
        try {
            InputStream in = opener.open();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (read > 0) {
                    blocks.put(new Block(Arrays.copyOf(buffer, read), null));
                }
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private Block block() throws IOException {
        try {
            Block current = block;
            while (current == null || (from == current.data.length && from > 0)) {
                if (stopped.getAsBoolean()) {
                    throw new InterruptedIOException("stopped");
                }
                boolean alive = thread.isAlive();
                current = blocks.poll(LOOK_UP_MILLIS, TimeUnit.MILLISECONDS);
                if (current == null && !alive) {
                    throw new IOException("its reader has died");
                }
                from = 0;
            }
            block = current;
            return current;
        } catch (InterruptedException e) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        Block current = block();
        if (current.failure != null) {
            throw current.failure;
        }
        if (current.data.length == 0) {
            return -1;
        }
        int count = Math.min(length, current.data.length - from);
        System.arraycopy(current.data, from, into, at, count);
        from += count;
        return count;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
