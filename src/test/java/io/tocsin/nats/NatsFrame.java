package io.tocsin.nats;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** One protocol line of a NATS server, with its payload where it is a message. */
final class NatsFrame {
    /** Stands for a frame that is not passed on. */
    static final byte[] NOTHING = new byte[1];

    private final boolean message;
    private final byte[] bytes;

    private NatsFrame(boolean message, byte[] bytes) {
        this.message = message;
        this.bytes = bytes;
    }

    boolean isMessage() {
        return message;
    }

    /** All of it; empty at the end of the stream. */
    byte[] bytes() {
        return bytes;
    }

    /** The next one. */
    static NatsFrame read(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0) {
            all.write(next);
            if (next == '\n') {
                break;
            }
            next = in.read();
        }
        String line = all.toString(StandardCharsets.US_ASCII);
        if (!line.startsWith("MSG ") && !line.startsWith("HMSG ")) {
            return new NatsFrame(false, all.toByteArray());
        }
        int payload = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1).strip()) + 2;
        byte[] body = in.readNBytes(payload);
        if (body.length < payload) {
            throw new EOFException();
        }
        all.write(body);
        return new NatsFrame(true, all.toByteArray());
    }
}
