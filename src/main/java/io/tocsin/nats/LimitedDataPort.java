package io.tocsin.nats;

import io.nats.client.impl.SocketDataPortWithWriteTimeout;
import java.io.IOException;

/**
 * A socket that gives up on whoever sends a line without end, as the client library keeps all of a line in memory. Public
 * with a public constructor because the library makes it by its name.
 */
public final class LimitedDataPort extends SocketDataPortWithWriteTimeout {
    /** The greeting names at most some dozens of servers; what answers at a wrong port may be anything. */
    private static final int MAX_GREETING = 256 * 1024;

    /** The largest message a server can be set to take is 64 MiB, and need hold no line end. */
    private static final int MAX_LINE = 65 * 1024 * 1024;

    private boolean greeted;
    private int sinceLineEnd;

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int most = greeted ? MAX_LINE : MAX_GREETING;
        if (sinceLineEnd > most) {
            throw new IOException(
                    "a line of more than " + most + " bytes came: check the address, this is no NATS server");
        }
        int read = super.read(bytes, offset, length);
        int lineEnd = read - 1;
        while (lineEnd >= 0 && bytes[offset + lineEnd] != '\n') {
            lineEnd--;
        }
        greeted |= lineEnd >= 0;
        sinceLineEnd = lineEnd >= 0 ? read - 1 - lineEnd : sinceLineEnd + Math.max(0, read);
        return read;
    }
}
