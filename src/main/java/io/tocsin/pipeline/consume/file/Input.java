package io.tocsin.pipeline.consume.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** The bytes of one read: counted, buffered, and unpacked if they are gzip. Read by one thread. */
final class Input extends InputStream {
    private static final int BLOCK = 64 * 1024;
    private static final int GZIP_MAGIC_1 = 0x1f;
    private static final int GZIP_MAGIC_2 = 0x8b;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private int from;
    private int limit;
    private boolean ended;
    private long total;
    private volatile long bytesRead;

    private Input(InputStream in) {
        this.in = in;
    }

    /** Opens a file or stream; may block where that is not a regular file. */
    interface Opener {
        InputStream open() throws IOException;
    }

    /**
     * Opens what is to be read.
     *
     * @param prompt whether reading never blocks for long; otherwise it is done on a thread of its own
     * @param stopped asked while a read waits
     */
    static Input open(Opener opener, boolean prompt, BooleanSupplier stopped) throws IOException {
        return new Input(prompt ? opener.open() : new Pump(opener, stopped));
    }

    /** These bytes, unpacked if need be. */
    InputStream text() throws IOException {
        while (limit < 2 && !ended) {
            more();
        }
        boolean gzip = limit >= 2 && (block[0] & 0xff) == GZIP_MAGIC_1 && (block[1] & 0xff) == GZIP_MAGIC_2;
        return gzip ? new Gunzip(this, BLOCK) : this;
    }

    /** Safe for any thread. */
    long bytesRead() {
        return bytesRead;
    }

    private void more() throws IOException {
        int read = in.read(block, limit, block.length - limit);
        if (read < 0) {
            ended = true;
        } else {
            limit += read;
            total += read;
            bytesRead = total;
        }
    }

    private boolean fill() throws IOException {
        while (from == limit && !ended) {
            from = 0;
            limit = 0;
            more();
        }
        return from < limit;
    }

    /** Zero only at the end: {@link java.util.zip.GZIPInputStream} takes zero for the end of its last member. */
    @Override
    public int available() throws IOException {
        return fill() ? limit - from : 0;
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[from++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - from);
        System.arraycopy(block, from, into, at, count);
        from += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
